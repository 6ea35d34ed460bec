/* Touchline: what stands between the press and the chat, where the merchant wants it: nobody is there, the opt-in, whom to write to, the QR code. */
(() => {
  'use strict';
  var own = window.touchline;
  var panel = document.querySelector('.touchline-panel');
  if (!own || !panel) return;
  var config = own.config.panel || {};
  var part = (name) => panel.querySelector('.touchline-' + name);
  var ask = part('ask');
  var scan = part('scan');
  var box = panel.querySelector('.touchline-optin input');
  var link; // the button that was pressed
  var scans; // does the code come before the chat?

  function reveal(element, on) {
    if (element) element.hidden = !on;
  }

  function open() {
    if (panel.open) return;
    if (panel.showModal) panel.showModal();
    else panel.setAttribute('open', '');
  }

  function close() {
    if (panel.close) panel.close();
    else panel.removeAttribute('open');
  }

  // The middle button presses too.
  function onPress(element, act) {
    ['click', 'auxclick'].forEach((name) => element.addEventListener(name, act, true));
  }

  // The press itself, with its code; what was agreed to is told with the same one.
  function press() {
    own.press(link);
    if (!box || !box.checked) return;
    var code = /(\w{4})-(\w{4})\)$/.exec(new URL(link.href).searchParams.get('text'));
    own.send('consent', { state: 'granted', purposes: 'whatsapp:' + config.wording, code: code[1] + code[2] });
  }

  function draw() {
    try {
      part('code').innerHTML = window.touchlineQr(link.href);
      reveal(part('code'), true);
    } catch (error) {
      reveal(part('code'), false); // longer than a code can be: the link is there
    }
  }

  // The code's script comes from the shop, at the first use only.
  function showCode() {
    reveal(ask, false);
    reveal(scan, true);
    part('here').href = link.href;
    part('code').innerHTML = '';
    open();
    if (window.touchlineQr) return draw();
    var script = document.createElement('script');
    script.src = config.qr;
    script.onload = script.onerror = draw;
    document.head.appendChild(script);
  }

  function proceed(event, agent) {
    if (event.button > 1) return;
    if (box && !box.reportValidity()) return event.preventDefault();
    if (agent) own.assign(link, agent);
    press();
    if (scans) {
      event.preventDefault();
      showCode();
    } else {
      event.currentTarget.href = link.href;
      setTimeout(close);
    }
  }

  function agentLink(agent) {
    var item = document.createElement('li');
    var to = part('go').cloneNode();
    to.className = 'touchline-agent';
    to.hidden = false; // the one that it is copied from may be, since the last time
    ['name', 'role'].forEach((field) => {
      var words = document.createElement('span');
      words.dir = 'auto';
      words.textContent = agent[field] || '';
      to.appendChild(words);
    });
    onPress(to, (event) => proceed(event, agent));
    item.appendChild(to);
    return item;
  }

  function asking(words, agents) {
    var offline = part('offline');
    offline.textContent = words;
    reveal(offline, words);
    var list = part('agents');
    list.textContent = '';
    agents.forEach((agent) => list.appendChild(agentLink(agent)));
    reveal(list, agents.length);
    reveal(part('who'), agents.length);
    reveal(part('go'), !agents.length);
    reveal(ask, true);
    reveal(scan, false);
    if (box) box.checked = false;
    open();
  }

  // Heard before the press is, on the window; a press that needs nothing goes on as if this were not here.
  function heard(event) {
    var found = event.target.closest && event.target.closest('a.touchline-button');
    if (!found || event.button > 1) return;
    var agents = own.choice ? own.choice() : [];
    if (agents.length < 2) agents = [];
    var words = own.isThere && !own.isThere() ? own.offline() : '';
    var plain = event.button || event.ctrlKey || event.metaKey || event.shiftKey;
    scans = config.qr && !plain && matchMedia('(min-width: 601px) and (hover: hover) and (pointer: fine)').matches;
    if (!words && !box && !agents.length && !scans) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    link = found;
    if (words || box || agents.length) return asking(words, agents);
    press();
    showCode();
  }
  onPress(window, heard);
  onPress(part('go'), (event) => proceed(event));
  ask.addEventListener('submit', (event) => event.preventDefault());
  part('close').addEventListener('click', close);
  panel.addEventListener('click', (event) => { if (event.target === panel) close(); }); // beside it
  if (scan) part('here').addEventListener('click', () => setTimeout(close));
})();
