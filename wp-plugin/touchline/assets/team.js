/* Touchline: who is there now. Decided here, by the shop's hours and clock as the page knows them, so that a page from a cache is right too. */
(() => {
  'use strict';
  var own = window.touchline;
  var team = own && own.config.team;
  if (!team) return;
  var DAY = 86400000;
  var html = document.documentElement;
  var bubble = document.querySelector('.touchline-bubble');
  var said = bubble && bubble.textContent;
  var name = bubble && bubble.parentNode.getAttribute('aria-label');
  var language = /^[a-z]{2,3}(-[a-z\d]+)*$/i.test(html.lang) ? html.lang : undefined;
  var chance = Math.random();

  // From 0 to 1, the same for a visit: by the moment it began where WooCommerce keeps that, else by chance for this page.
  function turn() {
    var known = /sbjs_first_add=([^;]+)/.exec(document.cookie);
    return known ? Array.from(known[1]).reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) >>> 0, 7) / 4294967296 : chance;
  }

  function offset(at) {
    return team.zone.reduce((found, change) => change[0] * 1000 <= at ? change[1] : found, 0) * 1000;
  }

  // The spans that begin on a day of the shop's clock (the UTC fields of a Date say it).
  function spans(hours, day) {
    var date = day.toISOString().slice(0, 10);
    var shut = team.closed.some((range) => {
      var same = date.slice(-range[0].length);
      return range[0] <= same && same <= range[1];
    });
    return shut ? [] : hours[day.getUTCDay()];
  }

  function isOpen(hours, at) {
    if (!hours) return true;
    var now = new Date(at + offset(at));
    var minute = now.getUTCHours() * 60 + now.getUTCMinutes();
    return spans(hours, now).some((span) => span[0] <= minute && minute < span[1])
      || spans(hours, new Date(now - DAY)).some((span) => minute + 1440 < span[1]);
  }

  // When these hours begin next; Infinity where that is more than two months away.
  function next(hours, at) {
    var now = at + offset(at);
    for (var day = now - now % DAY; day < now + 62 * DAY; day += DAY) {
      var starts = spans(hours, new Date(day)).map((span) => day + span[0] * 60000).filter((start) => start > now);
      if (starts.length) {
        var start = Math.min.apply(null, starts);
        return start - offset(start - offset(at));
      }
    }
    return Infinity;
  }

  // Whoever is there: those whom this page is named for before the others.
  function there() {
    var open = team.agents.filter((agent) => isOpen(agent.hours || team.hours, Date.now()));
    var named = open.filter((agent) => agent.own);
    return named.length ? named : open;
  }

  function isThere() {
    return team.agents.length ? there().length > 0 : isOpen(team.hours, Date.now());
  }

  function assign(link, agent) {
    ['href', 'data-plain'].forEach((name) => {
      var url = link.getAttribute(name);
      if (url) link.setAttribute(name, url.replace(/\/\d+\?/, '/' + agent.number + '?'));
    });
    link.dataset.agent = agent.name;
  }

  // What the merchant says while nobody is there; a sentence about the next opening goes when there is none.
  function offline() {
    var at = Date.now();
    var all = team.agents.length ? team.agents.map((agent) => agent.hours || team.hours) : [team.hours];
    var opens = Math.min.apply(null, all.map((hours) => next(hours, at)));
    var when = opens - at < 7 * DAY ? { weekday: 'long' } : { weekday: 'long', day: 'numeric', month: 'long' };
    var words = opens < Infinity && new Date(opens).toLocaleString(language, Object.assign(when, { hour: 'numeric', minute: '2-digit' }));
    return (team.offline || '').match(/[^.!?\n]+[.!?\n]*\s*|[.!?\n\s]+/g).map((sentence) => {
      return sentence.indexOf('{opens}') < 0 ? sentence : words ? sentence.split('{opens}').join(words) : '';
    }).join('').trim();
  }

  function show() {
    var open = isThere();
    html.classList.toggle('touchline-shut', !open && !!team.hide);
    html.classList.add('touchline-known');
    if (!bubble || !team.offline) return;
    var words = open ? said : offline();
    if (bubble.textContent === words) return;
    // A new one in its place: if this one grew, the browser would count it as something that moved.
    var fresh = bubble.cloneNode();
    fresh.textContent = words;
    fresh.classList.toggle('touchline-away', !open);
    bubble.parentNode.setAttribute('aria-label', name.replace(said, words));
    bubble.parentNode.replaceChild(fresh, bubble);
    bubble = fresh;
  }

  own.isThere = isThere;
  own.offline = offline;
  own.assign = assign;
  own.choice = () => team.choose ? there() : [];
  // Heard before the press is: on the window.
  function heard(event) {
    var link = event.target.closest && event.target.closest('a.touchline-button');
    if (!link || event.button > 1 || !team.agents.length) return;
    var open = there();
    assign(link, open.length ? open[Math.floor(turn() * open.length)] : team.agents[0]);
  }
  addEventListener('click', heard, true);
  addEventListener('auxclick', heard, true);
  show();
  setInterval(show, 30000);
})();
