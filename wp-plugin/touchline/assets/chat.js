/* Touchline: what the button says to this visitor alone, from the shop's own data in this browser. Loaded where the merchant asks for it. */
(() => {
  'use strict';
  var own = window.touchline;
  if (!own) return;
  var config = own.config;
  var cart;
  var variation;
  var asked = 0;

  // Prices as the Store API gives them: a whole number of the smallest unit.
  function money(totals) {
    var parts = (totals.total_price / Math.pow(10, totals.currency_minor_unit)).toFixed(totals.currency_minor_unit).split('.');
    parts[0] = parts[0].replace(/\B(?=(\d{3})+$)/g, totals.currency_thousand_separator);
    return totals.currency_prefix + parts.join(totals.currency_decimal_separator) + totals.currency_suffix;
  }

  function plain(html) {
    return new DOMParser().parseFromString(html, 'text/html').body.textContent.trim();
  }

  // The variation as it is chosen now: the form's fields say which, WooCommerce's event what it costs.
  function chosen() {
    var field = document.querySelector('input[name="variation_id"]');
    if (!field || !(field.value > 0)) return {};
    var words = Array.prototype.map.call(field.form.querySelectorAll('[name^="attribute_"]'), (input) => {
      if (input.type === 'radio' && !input.checked) return '';
      return input.options ? input.options[input.selectedIndex].text : input.value;
    });
    var known = variation && variation.variation_id == field.value ? variation : {};
    return {
      variation: words.filter(Boolean).join(', '),
      sku: known.sku,
      price: known.price_html && plain(known.price_html.replace(/<del.*?<\/del>|<(\w+)[^>]*screen-reader-text.*?<\/\1>/g, '')),
    };
  }

  function values(link) {
    var store = window.wp && wp.data && wp.data.select && wp.data.select('wc/store/cart');
    var data = store && store.getCartData ? store.getCartData() : null;
    if (!data || !data.items || !data.items.length) data = cart || {};
    var person = data.billingAddress || data.billing_address || {};
    var all = link.dataset.product ? {} : chosen();
    all.name = person.first_name;
    all.cart = data.items && data.items.length && money(data.totals);
    return all;
  }

  own.text = (link) => {
    var known = values(link);
    return JSON.parse(link.dataset.text).map((piece) => {
      var whole = true;
      piece = piece.replace(/\{(variation|cart|name|sku|price)(?:=([^{}]*))?\}/g, (all, name, standard) => {
        var value = known[name] || standard;
        whole = whole && value;
        return value;
      });
      return whole ? piece : '';
    }).join('').replace(/^[\s.,;:!?…。、，！？；：–—-]+/, '');
  };

  // The cart is asked for when the button is about to be pressed; at once where the shop's cookie says that there is one.
  function ask() {
    if (!config.cart || Date.now() - asked < 5000) return;
    asked = Date.now();
    fetch(config.cart, { credentials: 'same-origin' }).then((answer) => answer.ok ? answer.json() : null).then((data) => {
      cart = data || cart;
    }).catch(() => {});
  }

  function personal(event) {
    var link = event.target.closest && event.target.closest('a.touchline-button');
    if (link && /\{(name|cart)\}/.test(link.getAttribute('data-text'))) ask();
  }
  ['pointerover', 'focusin', 'touchstart'].forEach((name) => { document.addEventListener(name, personal, { passive: true }); });
  if (document.querySelector('[data-text*="{name}"], [data-text*="{cart}"]') && /woocommerce_items_in_cart=/.test(document.cookie)) ask();

  if (window.jQuery) {
    window.jQuery(document.body).on('found_variation', (event, found) => { variation = found; });
  }
})();
