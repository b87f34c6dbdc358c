/** One sheet for every page: readable at 320 px (a table's rows become blocks with their headings), light and dark. */
export const style = `:root{color-scheme:light dark;--ink:#1c2430;--soft:#5a6675;--line:#dde2e9;--back:#fff;--tint:#f4f6f8;--link:#1a56c4}
@media (prefers-color-scheme:dark){:root{--ink:#e4e9f0;--soft:#9aa7b8;--line:#343d4a;--back:#14181e;--tint:#1d232b;--link:#8ab4ff}}
*{box-sizing:border-box}body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:70rem;padding:0 1rem 3rem;color:var(--ink);background:var(--back)}
a{color:var(--link)}h1{font-size:1.6rem;line-height:1.25;margin:1.4rem 0 .6rem;overflow-wrap:anywhere}h2{font-size:1.15rem;margin:1.8rem 0 .4rem}
nav,.moves{display:flex;gap:.5rem 1rem;flex-wrap:wrap;align-items:center}nav{padding:.8rem 0}
.clock{padding:.6rem .8rem;border:1px solid var(--line);border-radius:6px;background:var(--tint)}.clock p{margin:0 0 .5rem}.clock p:last-child{margin:0}
.moves{gap:.5rem}form{display:flex;flex-wrap:wrap;gap:.4rem;margin:0}button,input{font:inherit;padding:.25rem .6rem;min-width:0}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.35rem .8rem .35rem 0;border-bottom:1px solid var(--line);vertical-align:top}
th{color:var(--soft);font-weight:600}td{overflow-wrap:break-word}time{white-space:nowrap}.none,.soft{color:var(--soft)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.2rem;margin:.6rem 0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
summary{cursor:pointer;margin-top:1.4rem}pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--tint);padding:.6rem;font-size:.85rem}
code{overflow-wrap:anywhere;font-size:.9em}iframe{width:100%;height:44rem;border:1px solid var(--line);background:#fff}main.alone{max-width:36rem}
@media (max-width:40rem){nav{gap:.4rem .8rem}.moves{gap:.4rem}button,input{padding:.2rem .4rem;font-size:.9rem}dl{grid-template-columns:1fr}dd{margin-bottom:.4rem}thead{display:block;position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}table,tbody,tr,td{display:block}
tr{padding:.5rem 0;border-bottom:1px solid var(--line)}td{border:0;padding:.1rem 0;overflow-wrap:anywhere}td:empty{display:none}td::before{content:attr(data-head) ": ";color:var(--soft)}}`;
