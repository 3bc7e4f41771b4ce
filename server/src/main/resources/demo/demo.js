// What a shop's own script does beside the page client. window.knowfirst is there from the start: the
// loader keeps calls until the client has arrived.
const ITEMS = {
  straight: { name: 'Straight jeans', category: 'apparel.trousers.jeans', price: 59.9 },
  slim: { name: 'Slim jeans', category: 'apparel.trousers.jeans', price: 69.9 },
  wide: { name: 'Wide jeans', category: 'apparel.trousers.jeans', price: 74.9 },
  shoe: { name: 'Canvas shoe', category: 'apparel.shoes.casual', price: 79.9 },
  umbrella: { name: 'Storm umbrella', category: 'apparel.accessories.umbrella', price: 29.9 },
  club: { name: 'Seven iron', category: 'sport.golf', price: 89 },
};
/** What shows a content beside its text; other contents show a bag. */
const ART = { 'jeans-banner': 'straight', 'golf-course': 'golf', 'first-years': 'pram', 'rainy-day': 'umbrella', 'newsletter-promise': 'letter' };
const { knowfirst } = window;
const find = (id) => document.getElementById(id);
const item = (id) => ({ product_id: id, ...ITEMS[id] });
const draw = (svg, art) => svg.querySelector('use').setAttribute('href', 'art.svg#' + art);
const euros = (price) => price.toFixed(2) + ' €';

/** What each persona did before; with their consent. */
const PERSONAS = {
  new: () => {},
  jeans: () => knowfirst.track('Order Completed', { order_id: 'demo-1', products: [{ ...item('straight'), size: '32' }] }),
  golf: () => knowfirst.track('Order Completed', { order_id: 'demo-2', products: [item('club')] }),
  family: () => knowfirst.identify(null, { household: 'small children' }),
};

const main = document.querySelector('main');
const context = JSON.parse(main.dataset.kfContext);
document.querySelector(`nav [data-page=${context.page.type}]`).setAttribute('aria-current', 'page');

const persona = find('persona');
const rain = find('rain');
persona.who.value = sessionStorage.persona || 'new';
rain.checked = sessionStorage.rain == 'yes';
persona.addEventListener('change', async ({ target }) => {
  sessionStorage.rain = rain.checked ? 'yes' : 'no';
  if (target != rain) {
    sessionStorage.persona = target.value;
    persona.querySelector('fieldset').disabled = true;
    await knowfirst.reset();
    if (target.value != 'new') {
      await knowfirst.consent({ personalization: true });
      PERSONAS[target.value]();
      await knowfirst.flush();
    }
  }
  location.reload();
});
if (rain.checked) {
  context.weather = { condition: 'rain', celsius: 9 };
}

const asked = new URLSearchParams(location.search).get('id');
const product = asked in ITEMS ? asked : 'straight';
if (context.page.product) {
  const { name, category, price } = ITEMS[product];
  Object.assign(context.page, { product, category });
  find('name').textContent = name;
  find('price').textContent = euros(price);
  draw(find('picture'), product);
  knowfirst.track('Product Viewed', item(product));
}
// This script stands at the end of the page, so the client has not looked at the context yet.
main.dataset.kfContext = JSON.stringify(context);

// Bestsellers as a list or as a grid: the experiment's variation says how.
knowfirst.render.recommendations = (slot, { content }) => {
  if (content) {
    slot.querySelector('h2').textContent = content.headline;
    slot.className = 'products ' + (content.layout || 'list');
  }
};

let rows = 0;
document.addEventListener('knowfirst', ({ target, detail }) => {
  const { placement, outcome, campaign, experiment, content } = detail;
  const art = content && ART[content.id];
  if (art) {
    target.dataset.art = art;
    draw(target.querySelector('svg'), art);
  }
  const by = campaign || (experiment ? experiment.id + ', ' + experiment.variation : '–');
  const row = document.createElement('tr');
  for (const text of [placement, outcome, by, content ? content.id : 'the page’s own']) {
    row.insertCell().textContent = text;
  }
  const badge = document.createElement('span');
  badge.textContent = outcome;
  row.cells[1].replaceChildren(badge);
  row.className = outcome;
  find('decisions').replaceChildren(...(rows++ ? find('decisions').children : []), row);
});

let saying;
function say(text) {
  clearTimeout(saying);
  find('note').textContent = text;
  saying = setTimeout(() => (find('note').textContent = ''), 6000);
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('[data-knowfirst] a[data-kf]');
  const path = link && new URL(link.href).pathname;
  if (path && !path.includes('/demo/')) {
    event.preventDefault();
    say('In a shop of yours this leads to ' + path + '.');
  }
});
find('add')?.addEventListener('click', () => {
  knowfirst.track('Product Added', { ...item(product), quantity: 1 });
  say('In the cart: ' + ITEMS[product].name + '.');
});
find('buy')?.addEventListener('click', () => {
  knowfirst.track('Order Completed', { order_id: 'demo-' + Date.now(), revenue: 59.9, products: [item('straight')] });
  say('Ordered. Without consent to personalization it changes nothing here.');
});
