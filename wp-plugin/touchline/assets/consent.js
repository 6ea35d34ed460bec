/* Touchline: what the visitor agreed to (WP Consent API) goes with everything that is told. Only where the shop measures by consent. */
(function () {
  'use strict';
  var endpoint;

  // 1, 0, nothing while there is no answer.
  function choice() {
    if (!window.wp_has_consent) return '';
    if (wp_has_consent('statistics') && wp_has_consent('marketing')) return '1';
    return /(^|; )wp_consent_(statistics|marketing)=deny/.test(document.cookie) ? '0' : '';
  }

  // With consent, what is not known to have arrived is kept, and told again with the next page's first words; the shop counts it once.
  function pending(list) {
    try {
      if (list && list.length) sessionStorage.setItem('touchline', JSON.stringify(list.slice(-9)));
      else if (list) sessionStorage.removeItem('touchline');
      return JSON.parse(sessionStorage.getItem('touchline')) || [];
    } catch (error) {
      return [];
    }
  }

  // Several lists of one event each as one list, in their order; the oldest give way when it is more than the shop takes.
  function join(list) {
    var body = '[' + list.map((one) => one.slice(1, -1)).join() + ']';
    if (list.length < 2 || new Blob([body]).size < 8000) return body;
    list.shift();
    return join(list);
  }

  function tell(list) {
    var agreed = choice();
    var url = endpoint + (endpoint.indexOf('?') < 0 ? '?' : '&') + 'c=' + agreed;
    var body = join(list);
    if (agreed === '1') pending(pending().concat(list));
    else if (navigator.sendBeacon && navigator.sendBeacon(url, body)) return;
    fetch(url, { method: 'POST', body: body, keepalive: true, credentials: 'same-origin' }).then((answer) => {
      if (agreed !== '1' || answer.status >= 429) return;
      pending(pending().filter((one) => list.indexOf(one) < 0));
      // One that is refused keeps none of the others out.
      if (answer.status >= 400 && list.length > 1) list.forEach((one) => tell([one]));
    }).catch(() => {});
  }

  document.addEventListener('wp_listen_for_consent_change', () => {
    if (choice() !== '1') pending([]);
    if (endpoint) tell([]);
  });

  window.touchlineConsent = (to, body) => {
    var late = endpoint ? [] : pending();
    if (!endpoint) pending([]);
    endpoint = to;
    tell(choice() === '1' ? late.concat(body) : [body]);
  };
})();
