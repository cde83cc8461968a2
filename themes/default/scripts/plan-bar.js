// The minutes of a plan as a drawn bar: hatched where it is too long, so that colour is not what says it.

var prepPlanBar = (() => {
  const HIGH = 44;

  /** @param {ReturnType<typeof prepAgenda.bar>} bar @param {string} label what it shows, in words */
  function draw(bar, label) {
    const { draw: element } = PrepTool;
    const out = element('svg', { viewBox: `0 0 1000 ${HIGH}`, preserveAspectRatio: 'none', class: 'plan-bar', role: 'img', 'aria-label': label },
      element('rect', { class: 'bar-free', x: 0, y: 0, width: 1000, height: HIGH }));
    for (const piece of bar.pieces) {
      const width = Math.max(2, piece.share - 3);
      out.append(element('rect', { class: `bar-${piece.part}${piece.over ? ' bar-over' : ''}`, x: piece.start.toFixed(1), y: 0, width: width.toFixed(1), height: HIGH }));
      for (let at = piece.over ? piece.start : Infinity; at < piece.start + width - 6; at += 12) {
        out.append(element('line', { class: 'bar-hatch', x1: at.toFixed(1), y1: HIGH, x2: (at + 8).toFixed(1), y2: 0 }));
      }
    }
    if (bar.whole > bar.length) out.append(element('rect', { class: 'bar-end', x: ((bar.length / bar.whole) * 1000 - 2).toFixed(1), y: 0, width: 4, height: HIGH }));
    return out;
  }

  return { draw };
})();
