/*! QR codes by qrcode-generator 2.0.4, (c) 2009 Kazuhiko Arase, MIT licence: assets/qr-license.txt. QR Code is a registered trademark of DENSO WAVE. */
const qrcode = require('qrcode-generator').qrcode;

// A picture of the text, dark on light whatever the page looks like, with the quiet zone that scanners need.
window.touchlineQr = (text) => {
  const code = qrcode(0, 'L');
  code.addData(text, 'Byte');
  code.make();
  const side = code.getModuleCount();
  let path = '';
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (code.isDark(y, x)) path += 'M' + (x + 4) + ' ' + (y + 4) + 'h1v1h-1z';
    }
  }
  const all = side + 8;
  return '<svg viewBox="0 0 ' + all + ' ' + all + '" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h' + all + 'v' + all + 'H0z"/><path d="' + path + '"/></svg>';
};
