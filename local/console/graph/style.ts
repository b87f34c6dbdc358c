/** Of the drawings alone. Shape, stroke and words say what the colours say; both schemes are meant. */
export const graphStyle = `.graph,.legend{--g-line:light-dark(#8b97a6,#7d8a9b);--g-way:light-dark(#1b7f4b,#4cc38a);--g-way-tint:light-dark(#e9f6ef,#15301f);--g-here:light-dark(#1a56c4,#8ab4ff);--g-here-tint:light-dark(#e3edff,#1b2c4d);--g-bad:light-dark(#b3261e,#ff8a80);--g-bad-tint:light-dark(#fdeceb,#3b1a18);--g-warn:light-dark(#8a5300,#f0b357);--g-warn-tint:light-dark(#fff3df,#33260f);--g-ink:light-dark(#1c2430,#e4e9f0);--g-soft:light-dark(#5a6675,#9aa7b8);--g-back:light-dark(#fff,#14181e)}
.graph{display:block;max-width:100%;height:auto;font:13px/1 system-ui,sans-serif}.graph text{text-anchor:middle;fill:var(--g-ink)}
.graph .name{font-weight:600}.graph .when{font-size:12px}.graph .exit{font-size:11px}.graph .exit{fill:var(--g-soft)}.graph .sign{font-size:11px;fill:var(--g-warn)}
.graph .box{fill:var(--g-back);stroke:var(--g-line);stroke-width:1.3}.graph .rim{fill:none;stroke:var(--g-line);stroke-width:1}
.graph .edge,.graph .start path{fill:none;stroke:var(--g-line);stroke-width:1.3}.graph .start circle{fill:var(--g-line)}.graph .head.way{fill:var(--g-line)}
.graph .edge.error{stroke:var(--g-warn);stroke-dasharray:2 3}.graph .head.error{fill:var(--g-warn)}
.graph .edge.way-taken{stroke:var(--g-way);stroke-width:3}.graph .head.way-taken{fill:var(--g-way)}.graph .edge.error-taken{stroke:var(--g-bad);stroke-width:3;stroke-dasharray:8 3}.graph .head.error-taken{fill:var(--g-bad)}
.graph .label rect{fill:var(--g-back)}.graph .label text{font-size:11px;fill:var(--g-soft)}.graph .label.way-taken text{font-weight:700;fill:var(--g-way)}.graph .label.error-taken text{font-weight:700;fill:var(--g-bad)}
.ran .ahead>.box{stroke-dasharray:4 3}.ran .ahead>.name{font-weight:400;fill:var(--g-soft)}.ran .edge.way{stroke-dasharray:4 3}
.graph .passed>.box{fill:var(--g-way-tint);stroke:var(--g-way);stroke-width:1.8}.graph .passed>.rim{stroke:var(--g-way)}.graph .passed>.when{fill:var(--g-way)}
.graph .caught>.box{fill:var(--g-warn-tint);stroke:var(--g-warn);stroke-width:2.4}.graph .caught>.rim{stroke:var(--g-warn)}.graph .caught>.when{fill:var(--g-warn)}
.graph .failed>.box,.graph .stopped>.box{fill:var(--g-bad-tint);stroke:var(--g-bad);stroke-width:3.4}.graph .failed>.when,.graph .stopped>.when{fill:var(--g-bad);font-weight:700}
.graph .here>.box{fill:var(--g-here-tint);stroke:var(--g-here);stroke-width:3.4}.graph .here>.rim{stroke:var(--g-here)}.graph .here>.when{fill:var(--g-here);font-weight:700}
.graph a{cursor:pointer}.graph a:hover>.name{text-decoration:underline}.graph a:focus-visible{outline:none}.graph a:focus-visible>.box{stroke:var(--g-ink);stroke-width:4}
.drawings{display:flex;flex-wrap:wrap;gap:1rem 1.5rem;align-items:flex-start;overflow-x:auto;padding:.25rem 0}.drawings>svg{flex:none}.drawings:focus-visible{outline:2px solid currentColor;outline-offset:2px}
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;margin:.4rem 0 .6rem;padding:0;list-style:none;font-size:.85rem;color:var(--g-soft)}`;
