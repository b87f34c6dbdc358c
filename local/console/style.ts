import { graphStyle } from './graph/style.ts';

/** One sheet for every page: light and dark, readable at 320 px (a table's rows become blocks with their headings), printable. */
export const style = `${graphStyle}
:root{color-scheme:light dark;--ink:#17212b;--soft:#566373;--line:#dbe1e8;--back:#f5f7f9;--card:#fff;--tint:#eef2f5;--link:#0b5c8a;
--brand:#127a63;--good:#0f6b46;--good-back:#dff3e8;--busy:#0b5c8a;--busy-back:#dfeefa;--wait:#7a5200;--wait-back:#fdf0d0;--bad:#a3211b;--bad-back:#fde4e1;
--quiet-back:#e9edf1;--shadow:0 1px 2px rgb(16 32 48/.06),0 2px 8px rgb(16 32 48/.05)}
@media (prefers-color-scheme:dark){:root{--ink:#e5ebf1;--soft:#a0adbb;--line:#2f3a46;--back:#10161c;--card:#18212a;--tint:#1f2a34;--link:#7cc0ee;
--brand:#4cc9a6;--good:#74d9a7;--good-back:#12382a;--busy:#8ecbf5;--busy-back:#14324a;--wait:#f0c667;--wait-back:#3d2f0e;--bad:#ff9d94;--bad-back:#4a1d1a;
--quiet-back:#26313c;--shadow:none}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{font:15px/1.55 system-ui,-apple-system,"Segoe UI",sans-serif;margin:0 auto;max-width:84rem;padding:0 1.25rem 4rem;color:var(--ink);background:var(--back)}
a{color:var(--link);text-underline-offset:.15em}
:focus-visible{outline:3px solid var(--brand);outline-offset:2px;border-radius:3px}
main:focus{outline:none}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--card);padding:.4rem .8rem;z-index:2}
h1{font-size:1.7rem;line-height:1.2;letter-spacing:-.01em;margin:1.2rem 0 .8rem;overflow-wrap:anywhere}
h2{font-size:1.08rem;line-height:1.3;margin:1.6rem 0 .5rem}h3{font-size:.98rem;margin:1.1rem 0 .3rem}
.above{margin:1rem 0 -.7rem;color:var(--soft);font-size:.9rem}
p{margin:.5rem 0}.soft,.none{color:var(--soft)}.none{padding:.6rem 0}.lead{max-width:52rem;color:var(--soft);margin-top:-.2rem}
.top{display:flex;flex-wrap:wrap;align-items:center;gap:.3rem 1rem;padding:.9rem 0 .7rem}
.brand{display:flex;align-items:center;gap:.45rem;font-weight:700;font-size:1.1rem;color:var(--ink);text-decoration:none}.brand svg{color:var(--brand)}
.where{font-size:.8rem;color:var(--soft);border:1px solid var(--line);border-radius:99px;padding:.05rem .6rem;background:var(--card)}
nav{flex:1 1 100%}nav ul{display:flex;flex-wrap:wrap;gap:.15rem;margin:0;padding:0;list-style:none}
nav a{display:block;padding:.3rem .7rem;border-radius:6px;color:var(--ink);text-decoration:none}nav a:hover{background:var(--tint)}
nav a[aria-current]{background:var(--ink);color:var(--back);font-weight:600}
.clock{display:flex;flex-wrap:wrap;align-items:center;gap:.6rem 1.4rem;padding:.7rem .9rem;border:1px solid var(--line);border-radius:10px;background:var(--card);box-shadow:var(--shadow)}
.clock p{margin:0}.clock .now{font-variant-numeric:tabular-nums;font-size:1.05rem;font-weight:600}.clock .next{color:var(--soft);font-size:.88rem}
.clock .when{flex:1 1 17rem}.moves{display:flex;flex-wrap:wrap;gap:.45rem;align-items:center}
form{margin:0}form.line{display:inline-flex;flex-wrap:wrap;gap:.4rem;align-items:center}
button,input,select,textarea{font:inherit;color:inherit;min-width:0;max-width:100%}
button{padding:.3rem .8rem;border:1px solid var(--line);border-radius:7px;background:var(--tint);cursor:pointer}button:hover{border-color:var(--soft)}
button.main{background:var(--brand);border-color:var(--brand);color:#fff;font-weight:600}
@media (prefers-color-scheme:dark){button.main{color:#06231b}}
button.danger{border-color:var(--bad);color:var(--bad)}
input,select,textarea{padding:.28rem .55rem;border:1px solid var(--soft);border-radius:7px;background:var(--card)}
textarea{width:100%;font:.85rem/1.5 ui-monospace,SFMono-Regular,Menlo,monospace;min-height:24rem;tab-size:2}
label{font-weight:600}.field{display:grid;gap:.25rem;margin:.8rem 0}.field small{color:var(--soft);font-weight:400}
.filters{display:flex;flex-wrap:wrap;gap:.5rem .8rem;align-items:end;margin:.4rem 0 1rem}.filters .field{margin:0}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:.2rem 1.1rem 1rem;box-shadow:var(--shadow);margin:0 0 1.1rem;min-width:0;overflow-x:auto}
.card h2{margin-top:.9rem}.grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,28rem),1fr));gap:0 1.1rem;align-items:start}
.side{display:grid;grid-template-columns:minmax(0,1.1fr) minmax(0,1fr);gap:0 1.1rem;align-items:start}
.stats{display:grid;grid-template-columns:repeat(auto-fill,minmax(9.5rem,1fr));gap:.7rem;margin:0 0 1.1rem;padding:0;list-style:none}
.stats li{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--soft);border-radius:10px;box-shadow:var(--shadow)}
.stats li>*{padding:.6rem .9rem;display:block}.stats a{text-decoration:none;color:inherit}.stats a:hover span{text-decoration:underline}
.stats strong{display:block;font-size:1.5rem;line-height:1.2;font-variant-numeric:tabular-nums}.stats span{color:var(--soft);font-size:.9rem}
.stats .good{border-left-color:var(--good)}.stats .busy{border-left-color:var(--busy)}.stats .wait{border-left-color:var(--wait)}.stats .bad{border-left-color:var(--bad)}
.pill{display:inline-block;padding:.05rem .6rem;border-radius:.8rem;font-size:.86rem;font-weight:600;background:var(--quiet-back);color:var(--ink)}
.pill::before{content:"";display:inline-block;width:.5em;height:.5em;margin-right:.45em;border-radius:50%;background:currentColor;vertical-align:.1em}
.pill.good{background:var(--good-back);color:var(--good)}.pill.busy{background:var(--busy-back);color:var(--busy)}.pill.wait{background:var(--wait-back);color:var(--wait)}.pill.bad{background:var(--bad-back);color:var(--bad)}
.pill.wait::before{border-radius:0}.pill.bad::before{transform:rotate(45deg);border-radius:0}.pill.quiet::before{background:none;border:1px solid currentColor}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
td,th{text-align:left;padding:.42rem .7rem .42rem 0;border-bottom:1px solid var(--line);vertical-align:top}td:last-child,th:last-child{padding-right:0}
th{color:var(--soft);font-weight:600;font-size:.86rem}tbody tr:last-child td{border-bottom:0}tbody tr:hover td{background:color-mix(in srgb,var(--tint) 60%,transparent)}
td{overflow-wrap:break-word}time{white-space:nowrap}.num{text-align:right}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,16rem),1fr));gap:.7rem 1.4rem;margin:.6rem 0}.facts div{min-width:0}
dt{color:var(--soft);font-size:.86rem}dd{margin:0;overflow-wrap:anywhere}
summary{cursor:pointer;margin-top:.7rem;color:var(--link)}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--tint);border-radius:7px;padding:.7rem .8rem;font-size:.84rem;line-height:1.5;max-height:34rem;overflow:auto}
code{overflow-wrap:anywhere;font-size:.92em}iframe{width:100%;height:46rem;border:1px solid var(--line);border-radius:7px;background:#fff}
.pages{display:flex;flex-wrap:wrap;gap:.4rem 1rem;align-items:center;margin:.9rem 0}.notice{border-left:4px solid var(--wait);background:var(--wait-back);padding:.5rem .9rem;border-radius:0 7px 7px 0}
.notice.bad{border-color:var(--bad);background:var(--bad-back)}.notice.good{border-color:var(--good);background:var(--good-back)}
.mistakes{margin:.4rem 0;padding-left:1.2rem}
main.alone{max-width:38rem;margin:0 auto;padding-top:2rem}
@media (max-width:60rem){.side{grid-template-columns:minmax(0,1fr)}}
@media (max-width:40rem){body{padding:0 .8rem 3rem}h1{font-size:1.4rem}nav a{padding:.15rem .45rem;font-size:.92rem}.clock .now{font-size:.95rem}button,input,select{padding:.22rem .5rem}.moves{gap:.35rem}.card{padding:.1rem .8rem .8rem}.stats{grid-template-columns:1fr 1fr}
table,tbody,tr,td{display:block}thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}tr{padding:.5rem 0;border-bottom:1px solid var(--line)}tbody tr:last-child{border:0}
td{border:0;padding:.12rem 0}td:empty{display:none}td::before{content:attr(data-head) ": ";color:var(--soft)}td[data-head=""]::before{content:none}}
@media print{nav,.clock,.skip,form{display:none}body{background:#fff;max-width:none}.card{box-shadow:none;break-inside:avoid}}
@media (prefers-reduced-motion:no-preference){a,button{transition:background .12s,border-color .12s}}
`;
