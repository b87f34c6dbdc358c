/** One sheet for every page of ours: at 320 px and on a desk, light and dark, by mouse, finger and keyboard. */
export const style = `:root{color-scheme:light dark;--ink:#1c2430;--soft:#56616f;--line:#c9d0d9;--back:#fff;--tint:#f3f5f8;--act:#1a56c4;--on-act:#fff}
@media (prefers-color-scheme:dark){:root{--ink:#e4e9f0;--soft:#a3afbe;--line:#3d4754;--back:#14181e;--tint:#1d232b;--act:#8ab4ff;--on-act:#0e1622}}
*{box-sizing:border-box}body{font:16px/1.5 system-ui,sans-serif;margin:0;color:var(--ink);background:var(--back)}
main{max-width:38rem;margin:0 auto;padding:1.2rem 1rem 3rem}a{color:var(--act)}h1{font-size:1.5rem;line-height:1.25;margin:.4rem 0 .8rem;overflow-wrap:anywhere}
h2{font-size:1.1rem;margin:1.6rem 0 .5rem}p{margin:0 0 .8rem}.soft{color:var(--soft)}.said{border-left:.25rem solid var(--act);padding:.1rem 0 .1rem .8rem}
dl{display:grid;grid-template-columns:minmax(6rem,max-content) 1fr;gap:.3rem 1rem;margin:0 0 1rem}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
section{border:1px solid var(--line);border-radius:8px;padding:.2rem 1rem 1rem;margin:0 0 1rem;background:var(--tint)}section:target{border-color:var(--act)}section h2{margin-top:.8rem}
fieldset{border:0;padding:0;margin:0 0 .8rem}legend{padding:0;margin-bottom:.2rem}.choice{display:flex;gap:.6rem;align-items:center;min-height:2.2rem}.choice input{flex:none;width:1.2rem;height:1.2rem;margin:0}
label.above{display:block;margin:.4rem 0 .2rem}textarea,select{font:inherit;color:inherit;background:var(--back);border:1px solid var(--soft);border-radius:6px;padding:.5rem;width:100%;max-width:100%;margin:0 0 .8rem}
button{font:inherit;font-weight:600;color:var(--on-act);background:var(--act);border:0;border-radius:6px;padding:.6rem 1.1rem;min-height:2.75rem}
:focus-visible{outline:3px solid var(--act);outline-offset:2px}
@media (max-width:24rem){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.5rem}}`;
