/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the page does beyond links and forms. Without this script everything can still be read and asked for. */
(() => {
  'use strict';

  const page = document.querySelector('.wrap.tl');
  if (!page) return;
  page.classList.add('tl-js');
  const SCROLL = 'touchline-scroll';

  // A filter applies as soon as it is chosen, and the page comes back where it was.
  function filters() {
    const form = page.querySelector('.tl-filter-form');
    if (!form) return;
    const dates = () => form.elements.period.value === 'custom';
    const remember = () => {
      try {
        sessionStorage.setItem(SCROLL, String(window.scrollY));
      } catch (error) {
        // A browser without storage scrolls to the top, as it would for any form.
      }
    };
    form.addEventListener('submit', () => {
      for (const name of ['from', 'to']) form.elements[name].disabled = !dates();
      remember();
    });
    form.addEventListener('change', (event) => {
      if (event.target.type === 'date' || (event.target.name === 'period' && dates())) return;
      form.requestSubmit();
    });
    page.addEventListener('click', (event) => {
      if (event.target.closest('.tl-table thead a')) remember();
    });
    try {
      const before = sessionStorage.getItem(SCROLL);
      sessionStorage.removeItem(SCROLL);
      if (before !== null) window.scrollTo(0, Number(before));
    } catch (error) {
      // As above.
    }
  }

  // On a narrow screen the filters fold into one button; on a wide one they are always open.
  function fold() {
    const box = page.querySelector('.tl-filter');
    if (!box) return;
    const narrow = window.matchMedia('(max-width: 782px)');
    const follow = () => {
      box.open = !narrow.matches;
    };
    follow();
    narrow.addEventListener('change', follow);
  }

  // The chart reads out the table below it: by pointer, and by the arrow keys as a slider over the days.
  function chart() {
    const plot = page.querySelector('.tl-plot');
    const table = page.querySelector('.tl-day-table');
    if (!plot || !table) return;
    const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
    const days = [...table.querySelectorAll('tr[data-day]')].map((row) => [...row.cells].map((cell) => cell.textContent.trim()));
    if (!days.length) return;
    const canvas = plot.querySelector('.tl-canvas');
    const cursor = document.createElement('span');
    cursor.className = 'tl-cursor';
    cursor.hidden = true;
    const slider = document.createElement('div');
    const readout = document.createElement('p');
    readout.className = 'tl-readout';
    readout.setAttribute('aria-hidden', 'true');
    for (const [name, value] of Object.entries({
      role: 'slider', tabindex: '0', 'aria-label': plot.dataset.label, 'aria-valuemin': '1', 'aria-valuemax': String(days.length),
    })) slider.setAttribute(name, value);
    canvas.append(cursor, slider);
    plot.append(readout);

    let at = days.length - 1;
    const words = (day) => [day[0], ...heads.slice(1).map((head, i) => `${head} ${day[i + 1]}`)].join(' · ');
    const show = (index, quiet) => {
      at = Math.min(days.length - 1, Math.max(0, index));
      slider.setAttribute('aria-valuenow', String(at + 1));
      slider.setAttribute('aria-valuetext', words(days[at]));
      if (quiet) return;
      cursor.hidden = false;
      cursor.style.left = `${(at / days.length) * 100}%`;
      cursor.style.width = `${100 / days.length}%`;
      readout.textContent = words(days[at]);
    };
    const hide = () => {
      if (document.activeElement === slider) return;
      cursor.hidden = true;
      readout.textContent = plot.dataset.hint;
    };
    show(at, true);
    readout.textContent = plot.dataset.hint;
    slider.addEventListener('pointermove', (event) => {
      const box = slider.getBoundingClientRect();
      show(Math.floor(((event.clientX - box.left) / box.width) * days.length));
    });
    slider.addEventListener('pointerleave', hide);
    slider.addEventListener('focus', () => show(at));
    slider.addEventListener('blur', hide);
    slider.addEventListener('keydown', (event) => {
      const to = {
        ArrowLeft: at - 1, ArrowDown: at - 1, ArrowRight: at + 1, ArrowUp: at + 1, PageUp: at + 7, PageDown: at - 7, Home: 0, End: days.length - 1,
      }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      show(to);
    });
  }

  // An underlined word opens the list of meanings, which is folded at first.
  function meanings() {
    const box = document.getElementById('tl-means');
    if (!box) return;
    const open = () => {
      const goal = location.hash.startsWith('#tl-means-') && document.getElementById(location.hash.slice(1));
      if (!goal) return;
      box.open = true;
      goal.scrollIntoView({ block: 'center' });
      goal.focus({ preventScroll: true });
    };
    window.addEventListener('hashchange', open);
    page.addEventListener('click', (event) => {
      if (event.target.closest('a.tl-term')) setTimeout(open);
    });
    open();
  }

  // A box that does not scroll is no stop for the tab key.
  function boxes() {
    for (const box of page.querySelectorAll('.tl-scroll')) {
      if (box.clientWidth && box.scrollWidth <= box.clientWidth) box.removeAttribute('tabindex');
    }
  }

  // An export that is being made: the page says how far it is.
  function exports() {
    const form = page.querySelector('.tl-export');
    if (!page.querySelector('[data-tl-reload]')) return;
    setTimeout(() => { if (!form.open) location.reload(); }, 5000);
  }

  // What is copied stands in the button or in a box; where the browser keeps the clipboard shut, it is marked to be copied by hand.
  function copies() {
    for (const button of page.querySelectorAll('.tl-copy')) {
      const { copy, copyOf, done } = button.dataset;
      const box = copyOf && document.getElementById(copyOf);
      const label = button.firstChild;
      const words = label.textContent;
      button.hidden = false;
      button.addEventListener('click', async () => {
        try {
          await navigator.clipboard.writeText(box ? box.value : copy);
          label.textContent = done;
          setTimeout(() => { label.textContent = words; }, 2000);
        } catch (error) {
          if (box) {
            box.closest('details').open = true;
            box.select();
            box.focus();
          } else getSelection().selectAllChildren(button.parentElement.querySelector('code'));
        }
      });
    }
  }

  fold();
  copies();
  exports();
  boxes();
  filters();
  chart();
  meanings();
})();
