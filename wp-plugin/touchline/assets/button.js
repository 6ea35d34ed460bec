/* Touchline: tells of views, of the button seen and pressed, and adds the reference code to the message. No library, no third party. */
(() => {
  'use strict';
  var root = document.querySelector('[data-touchline]');
  if (!root || !window.crypto || !crypto.getRandomValues) return;
  var config = JSON.parse(root.dataset.touchline);
  var links = document.querySelectorAll('a.touchline-button');
  var view = random(16, '0123456789abcdef');
  var pressed = {};
  // What the other scripts of the button, loaded after this one where the merchant wants them, need and add to.
  var own = window.touchline = { config: config, press: press, send: send };

  function random(length, alphabet) {
    var bytes = crypto.getRandomValues(new Uint8Array(length));
    var text = '';
    for (var i = 0; i < length; i++) text += alphabet.charAt(bytes[i] % alphabet.length);
    return text;
  }

  // As much as 190 bytes of UTF-8 hold, and no half of a character: the shop would refuse it, and the view with it.
  function cut(text) {
    var bytes = 0;
    var kept = '';
    Array.from(text).every((character) => {
      var code = character.codePointAt(0);
      bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
      if (bytes <= 190) kept += character;
      return bytes <= 190;
    });
    return kept;
  }

  function send(type, more) {
    // Numbers go as they are, text as much as is taken. Where no visit is counted (off: 1), what somebody agreed to is still kept; of staff (2), nothing.
    if (config.off > (type === 'consent')) return;
    var event = { type: type, path: location.pathname.slice(0, 1000), view: view };
    for (var name in more) {
      var value = more[name];
      if (value || value === 0) event[name] = value === +value ? value : cut(value);
    }
    var body = JSON.stringify([event]);
    if (window.touchlineConsent) touchlineConsent(config.endpoint, body);
    else if (!navigator.sendBeacon || !navigator.sendBeacon(config.endpoint, body)) {
      fetch(config.endpoint, { method: 'POST', body: body, keepalive: true, credentials: 'same-origin' }).catch(() => {});
    }
  }

  // The same, with what kind of page it is and which product it shows.
  function tell(type, more) {
    more = more || {};
    more.page_type = config.page_type;
    if (config.product && type !== 'page_view' && !more.product) {
      more.product = config.product;
      more.product_name = config.product_name;
    }
    send(type, more);
  }

  function landing() {
    var query = new URLSearchParams(location.search);
    var more = {};
    ['source', 'medium', 'campaign', 'content', 'term'].forEach((name) => { more[name] = query.get('utm_' + name); });
    ['ctwa_clid', 'gclid', 'wbraid', 'gbraid', 'msclkid', 'ttclid', 'fbclid'].some((name) => {
      return query.has(name) && (more.ad = name);
    });
    if (document.referrer && new URL(document.referrer).host !== location.host) more.referrer = document.referrer.split(/[?#]/)[0];
    return more;
  }

  // A code is made at the press; pressing again within ten seconds is the same press, if it leads to the same person.
  function press(link) {
    var placement = link.dataset.placement;
    var agent = link.dataset.agent;
    var which = placement + agent;
    var known = pressed[which];
    if (known && Date.now() - known.at < 10000) return;
    var code = random(8, '0123456789ABCDEFGHJKMNPQRSTVWXYZ');
    var url = new URL(link.dataset.plain = link.dataset.plain || link.href);
    var text = (own.text && link.dataset.text ? own.text(link) : url.searchParams.get('text') || '') + ' (Ref: ' + code.slice(0, 4) + '-' + code.slice(4) + ')';
    link.href = url.origin + url.pathname + '?text=' + encodeURIComponent(text);
    pressed[which] = { at: Date.now() };
    var product = link.dataset.product;
    tell('button_click', { placement: placement, product: product, variation: product ? '' : variation(), code: code, agent: agent });
    others({ placement: placement, page_type: config.page_type, product: product || config.product });
  }

  // Whoever else measures on this page hears of it too.
  function others(about) {
    if (window.dataLayer) window.dataLayer.push(Object.assign({ event: 'whatsapp_click' }, about));
    if (window.gtag) window.gtag('event', 'whatsapp_click', about);
    if (window.fbq) window.fbq('track', 'Contact', about);
  }

  // ---- what is done on the page: time, depth, search, variation

  var active = 0;
  var told = 0;
  var depth = 0;
  var input = 0;
  var last;

  // A second counts while the page is visible and something was touched within 30 s. Told when that ends, each time in all.
  function second() {
    var busy = document.visibilityState === 'visible' && Date.now() - input < 30000;
    if (busy) active++;
    else engaged();
  }

  function engaged() {
    if (active === told) return;
    told = active;
    send('engagement', { active_ms: active * 1000, depth: depth });
  }

  function deep() {
    var high = document.documentElement.scrollHeight;
    depth = Math.max(depth, Math.min(100, Math.round(100 * (window.scrollY + window.innerHeight) / high)));
  }

  function measure() {
    ['pointerdown', 'pointermove', 'keydown', 'scroll', 'touchstart'].forEach((name) => {
      addEventListener(name, () => { input = Date.now(); }, { passive: true, capture: true });
    });
    deep();
    addEventListener('scroll', deep, { passive: true });
    setInterval(second, 1000);
    document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') engaged(); });
    addEventListener('pagehide', engaged);
  }

  function variation() {
    var field = document.querySelector('form [name="variation_id"]');
    return field && field.value > 0 ? field.value : '';
  }

  function choose() {
    setTimeout(() => {
      var now = variation();
      if (now && now !== last && config.product) send('variation', { product: config.product, variation: now });
      last = now || last;
    }, 500);
  }
  document.addEventListener('change', choose);
  if (window.jQuery) window.jQuery(document).on('found_variation', choose);

  function watch(link) {
    var timer;
    new IntersectionObserver((entries, observer) => {
      clearTimeout(timer);
      if (entries[entries.length - 1].intersectionRatio < 0.5) return;
      timer = setTimeout(() => {
        if (document.visibilityState !== 'visible') return;
        observer.disconnect();
        tell('button_seen', { placement: link.dataset.placement, product: link.dataset.product });
      }, 1000);
    }, { threshold: [0, 0.5] }).observe(link);
  }

  function begin() {
    tell(config.product ? 'product_view' : 'page_view', landing());
    if (config.search) send('search', { query: config.search, results: config.results });
    measure();
    if (window.IntersectionObserver) links.forEach(watch);
  }

  // Heard on the page, so that a button which the shop's script draws anew is heard too.
  function heard(event) {
    var link = event.target.closest && event.target.closest('a.touchline-button');
    if (link && event.button < 2) press(link);
  }
  document.addEventListener('click', heard, true);
  document.addEventListener('auxclick', heard, true);
  // A page that is only rendered ahead, or behind another tab, is a view when it is looked at.
  function whenVisible() {
    if (document.visibilityState === 'visible') return begin();
    document.addEventListener('visibilitychange', function once() {
      if (document.visibilityState !== 'visible') return;
      document.removeEventListener('visibilitychange', once);
      begin();
    });
  }
  if (document.prerendering) document.addEventListener('prerenderingchange', whenVisible, { once: true });
  else whenVisible();
})();
