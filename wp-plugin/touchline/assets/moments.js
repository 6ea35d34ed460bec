/* Touchline: when the floating button comes. The first of what the merchant chose shows it; it stands over the page, so nothing moves. */
(() => {
  'use strict';
  var own = window.touchline;
  var when = own && own.config.moments;
  if (!when) return;
  var html = document.documentElement;
  var last = Date.now();
  var deepest = 0;
  var idle;

  function come() {
    html.classList.add('touchline-come');
    clearInterval(idle);
  }

  html.classList.add('touchline-ready');
  if (when.after) setTimeout(come, when.after * 1000);
  if (when.scroll || when.exit) {
    var read = () => {
      deepest = Math.max(deepest, scrollY);
      if (when.scroll && scrollY >= (html.scrollHeight - innerHeight) * when.scroll / 100) come();
      // Without a mouse, whoever scrolls back up is about to leave.
      if (when.exit && deepest - scrollY > innerHeight / 2 && matchMedia('(hover: none)').matches) come();
    };
    addEventListener('scroll', read, { passive: true });
    addEventListener('load', read); // a page that is seen whole
  }
  if (when.exit) {
    document.addEventListener('mouseout', (event) => { if (!event.relatedTarget && event.clientY <= 0) come(); });
  }
  if (when.idle) {
    ['pointerdown', 'pointermove', 'keydown', 'scroll', 'touchstart'].forEach((name) => {
      addEventListener(name, () => { last = Date.now(); }, { passive: true, capture: true });
    });
    idle = setInterval(() => {
      if (Date.now() - last >= when.idle * 60000 && /woocommerce_items_in_cart=[^0;]/.test(document.cookie)) come();
    }, 1000);
  }
  // A variation that is sold out.
  if (when.stock && window.jQuery) {
    window.jQuery(document).on('found_variation', (event, variation) => { if (variation && !variation.is_in_stock) come(); });
  }
})();
