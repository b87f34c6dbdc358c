/** Drawings and what stands beside them. Shape, stroke and words say what the colours say; the sheet gives the colours. */
export const graphStyle = `
.graph{display:block;flex:none;max-width:100%;height:auto;font:13px/1 system-ui,-apple-system,"Segoe UI",sans-serif}.graph text{text-anchor:middle;fill:var(--ink)}
.graph .name{font-weight:600}.graph .when{font-size:12px}.graph .exit{font-size:11px;fill:var(--soft)}.graph .sign{font-size:11px;fill:var(--wait)}
.graph .box{fill:var(--card);stroke:var(--soft);stroke-width:1.3}.graph .rim{fill:none;stroke:var(--soft)}
.graph .edge,.graph .start path{fill:none;stroke:var(--soft);stroke-width:1.3}.graph .start circle,.graph .head.way{fill:var(--soft)}
.graph .edge.error{stroke:var(--wait);stroke-dasharray:2 3}.graph .head.error{fill:var(--wait)}
.graph .edge.way-taken{stroke:var(--good);stroke-width:3}.graph .head.way-taken{fill:var(--good)}.graph .edge.error-taken{stroke:var(--bad);stroke-width:3;stroke-dasharray:8 3}.graph .head.error-taken{fill:var(--bad)}
.graph .label rect{fill:var(--card)}.graph .label text{font-size:11px;fill:var(--soft)}.graph .label.way-taken text{font-weight:700;fill:var(--good)}.graph .label.error-taken text{font-weight:700;fill:var(--bad)}
.ran .ahead>.box{stroke-dasharray:4 3}.ran .ahead>.name{font-weight:400;fill:var(--soft)}.ran .edge.way{stroke-dasharray:4 3}
.graph .passed>.box{fill:var(--good-back);stroke:var(--good);stroke-width:1.8}.graph .passed>.rim{stroke:var(--good)}.graph .passed>.when{fill:var(--good)}.graph .passed>.exit{fill:var(--ink)}
.graph .caught>.box{fill:var(--wait-back);stroke:var(--wait);stroke-width:2.4}.graph .caught>.rim{stroke:var(--wait)}.graph .caught>.when{fill:var(--wait)}
.graph .failed>.box,.graph .stopped>.box{fill:var(--bad-back);stroke:var(--bad);stroke-width:3.4}.graph .failed>.when,.graph .stopped>.when{fill:var(--bad);font-weight:700}
.graph .here>.box{fill:var(--busy-back);stroke:var(--busy);stroke-width:3.4}.graph .here>.rim{stroke:var(--busy)}.graph .here>.when{fill:var(--busy);font-weight:700}
.graph a:hover .name{text-decoration:underline}.graph a:focus-visible{outline:none}.graph a:focus-visible>.box{stroke:var(--ink);stroke-width:5}
.drawings{display:flex;flex-wrap:wrap;gap:1rem 1.5rem;align-items:flex-start;overflow-x:auto}
.legend{display:flex;flex-wrap:wrap;gap:.1rem 1.1rem;margin:.2rem 0 .7rem;padding:0;list-style:none;font-size:.85rem;color:var(--soft)}
.run{display:grid;grid-template-columns:minmax(0,39rem) minmax(0,1fr);gap:0 1.1rem;align-items:start}.run.wide{grid-template-columns:minmax(0,1fr)}@media (max-width:66rem){.run{grid-template-columns:minmax(0,1fr)}}
.card.standing{padding-top:.8rem}.standing .big{font-size:1.08rem;margin:.1rem 0 .4rem}.standing .pill{margin-right:.3rem}.standing .big .soft{font-size:.93rem}.wakes{margin:.3rem 0 .9rem;padding-left:1.3rem;columns:24rem;column-gap:2rem}.wakes li{break-inside:avoid}.standing .acts{display:flex;gap:1rem;flex-wrap:wrap}.standing h2{margin:.9rem 0 .2rem;font-size:1rem}
.passages{list-style:none;margin:.2rem 0 0;padding:0}.passages>li{position:relative;margin:0 0 0 .45rem;padding:0 0 .9rem 1.3rem;border-left:2px solid var(--line)}
.passages>li::before{content:"";position:absolute;left:-7px;top:.3rem;width:.72rem;height:.72rem;border-radius:50%;background:var(--card);border:2px solid var(--good);box-sizing:border-box}
.passages>li.passed::before{background:var(--good)}.passages>li.here::before{border-color:var(--busy);background:var(--busy);outline:3px solid var(--busy-back)}.passages>li.caught::before{border-color:var(--wait);border-radius:0;transform:rotate(45deg)}.passages>li.bad::before{border-color:var(--bad);background:var(--bad);border-radius:0}
.passages>li:last-child{border-left-color:transparent}.passages>li:target{background:var(--tint);border-radius:0 7px 7px 0}.passages h3{margin:0;line-height:1.3}.passages p{margin:.1rem 0}.passages p.soft{font-size:.88rem}
.passages .small h3{font-weight:400;font-size:.92rem;color:var(--soft)}.passages .small::before{width:.5rem;height:.5rem;left:-5px;top:.4rem}
.passages .why{border-left:3px solid var(--brand);padding:.1rem 0 .1rem .6rem;margin:.3rem 0}.passages summary{margin-top:.2rem;font-size:.88rem}.passages h4{margin:.5rem 0 .2rem;font-size:.86rem;color:var(--soft)}.passages pre{margin:.2rem 0}
@media (max-width:40rem){.drawings{flex-wrap:nowrap;flex-direction:column}}
.prose{max-width:52rem}.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,24rem),1fr));gap:0 1.1rem}.cards .card{break-inside:avoid}.cards summary{font-size:.9rem}
.state-card{border-left:4px solid var(--soft)}.state-card.task{border-left-color:var(--brand)}.state-card.wait{border-left:6px double var(--wait)}.state-card.choice{border-left-style:dashed;border-left-color:var(--busy)}.state-card:target,.mail-card:target{outline:3px solid var(--brand)}
.state-card h3,.mail-card h3{font-size:1.05rem;margin:.7rem 0 0}.state-card .kind{margin:0 0 .3rem;color:var(--soft);font-size:.86rem}.state-card dl{margin:.5rem 0 0}.state-card dt{margin-top:.45rem}.state-card ul{margin:.1rem 0;padding-left:1.2rem}.mail-card pre{max-height:none}
@media print{.drawings{overflow:visible}.graph{max-width:100%;min-width:0!important}.cards{display:block}details::details-content{content-visibility:visible}summary{list-style:none}}
`;
