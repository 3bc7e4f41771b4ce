// Keeps calls until the client is there, and ends the waiting where it does not come in time.
((queue) => {
  if (window.knowfirst) {
    return;
  }
  const early = (window.knowfirst = { q: queue, render: {} });
  // What decide() asks for; others do not look at what they get.
  const defaults = (ids) =>
    Object.fromEntries([].concat(ids).map((id) => [id, { placement: id, outcome: 'default' }]));
  const later = (name) => (...all) =>
    new Promise((done) => {
      queue.push([name, all, done]);
      setTimeout(done, 500, defaults(all[0]));
    });
  for (const name of 'decide track identify consent page exposed reset flush'.split(' ')) {
    early[name] = later(name);
  }
  early.ready = later('')();
  setTimeout(() => document.documentElement.classList.add('kf-late'), 500);
})([]);
