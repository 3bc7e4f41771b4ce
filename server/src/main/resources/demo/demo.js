// What a shop's own script does beside the page client. window.knowfirst is there from the start: the
// loader keeps calls until the client has arrived.
const ITEM = { product_id: 'jeans-1', name: 'Straight jeans', category: 'apparel.trousers.jeans', price: 59.9, size: '32' };
const CLUBS = { product_id: 'golf-1', name: 'Seven iron', category: 'sport.golf', price: 89 };
const ART = { 'jeans-banner': 'jeans', 'golf-course': 'golf', 'first-years': 'pram', 'rainy-day': 'umbrella', 'newsletter-promise': 'letter' };
const { knowfirst } = window;
const find = (id) => document.getElementById(id);

/** What each persona did before; with their consent. */
const PERSONAS = {
  new: () => {},
  jeans: () => knowfirst.track('Order Completed', { order_id: 'demo-1', products: [ITEM] }),
  golf: () => knowfirst.track('Order Completed', { order_id: 'demo-2', products: [CLUBS] }),
  family: () => knowfirst.identify(null, { household: 'small children' }),
};

const persona = find('persona');
persona.value = sessionStorage.persona || 'new';
persona.addEventListener('change', async () => {
  persona.disabled = true;
  sessionStorage.persona = persona.value;
  await knowfirst.reset();
  if (persona.value != 'new') {
    await knowfirst.consent({ personalization: true });
    PERSONAS[persona.value]();
    await knowfirst.flush();
  }
  location.reload();
});

const rain = find('rain');
rain.checked = sessionStorage.rain == 'yes';
rain.addEventListener('change', () => {
  sessionStorage.rain = rain.checked ? 'yes' : 'no';
  location.reload();
});
if (rain.checked) {
  const main = document.querySelector('main');
  const context = { ...JSON.parse(main.dataset.kfContext), weather: { condition: 'rain', celsius: 9 } };
  main.dataset.kfContext = JSON.stringify(context);
}

// Bestsellers as a list or as a grid: the experiment's variation says how.
knowfirst.render.recommendations = (slot, { content }) => {
  if (content) {
    slot.querySelector('h2').textContent = content.headline;
    slot.className = 'products ' + (content.layout || 'list');
  }
};

let rows = 0;
document.addEventListener('knowfirst', ({ target, detail }) => {
  const art = detail.content && ART[detail.content.id];
  const use = art && target.matches('.hero') && target.querySelector('use');
  if (use) {
    use.setAttribute('href', 'art.svg#' + art);
  }
  const { placement, outcome, campaign, experiment, content } = detail;
  const by = campaign || (experiment ? experiment.id + ', ' + experiment.variation : '–');
  const row = document.createElement('tr');
  for (const text of [placement, outcome, by, content ? content.id : 'the page’s own']) {
    row.insertCell().textContent = text;
  }
  row.className = outcome;
  find('decisions').replaceChildren(...(rows++ ? find('decisions').children : []), row);
});

function say(text) {
  find('note').textContent = text;
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
  knowfirst.track('Product Added', { ...ITEM, quantity: 1 });
  say('In the cart: one pair of straight jeans.');
});
find('buy')?.addEventListener('click', () => {
  knowfirst.track('Order Completed', { order_id: 'demo-' + Date.now(), revenue: 59.9, products: [ITEM] });
  say('Ordered. Without consent to personalization it changes nothing here.');
});
if (document.querySelector('.product')) {
  knowfirst.track('Product Viewed', ITEM);
}
