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

  // With consent, what is not known to have arrived is told again on the next page; the shop counts it once.
  function pending(list) {
    try {
      if (list) sessionStorage.setItem('touchline', JSON.stringify(list.slice(-10)));
      return JSON.parse(sessionStorage.getItem('touchline')) || [];
    } catch (error) {
      return [];
    }
  }

  function tell(body) {
    var agreed = choice();
    var url = endpoint + (endpoint.indexOf('?') < 0 ? '?' : '&') + 'c=' + agreed;
    if (agreed === '1') pending(pending().concat(body));
    else if (navigator.sendBeacon && navigator.sendBeacon(url, body)) return;
    fetch(url, { method: 'POST', body: body, keepalive: true, credentials: 'same-origin' }).then((answer) => {
      if (agreed === '1' && answer.status < 429) pending(pending().filter((one) => one !== body));
    }).catch(() => {});
  }

  document.addEventListener('wp_listen_for_consent_change', () => {
    if (choice() !== '1') pending([]);
    if (endpoint) tell('[]');
  });

  window.touchlineConsent = (to, body) => {
    var late = endpoint || choice() !== '1' ? [] : pending();
    if (late.length) pending([]);
    endpoint = to;
    late.concat(body).forEach(tell);
  };
})();
