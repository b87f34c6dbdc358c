import { mix } from '../kernel/config/contrast.ts';

/** White text stands on the company's colour (config check); on a dark page its light shade carries dark text. */
const paleShare = 0.45;

/** One sheet for every page of ours: at 320 px and on a desk, light and dark, by mouse, finger and keyboard. */
export const styleIn = (colour: string): string =>
  `:root{color-scheme:light dark;--ink:#1b232d;--soft:#545f6c;--line:#d5dbe2;--back:#f4f6f8;--sheet:#fff;--tint:#f5f7fa;--act:${colour};--on-act:#fff;--good:#14683f}
@media (prefers-color-scheme:dark){:root{--ink:#e6eaf0;--soft:#a6b1bf;--line:#39434f;--back:#11151a;--sheet:#1a2027;--tint:#212932;--act:${mix(colour, '#ffffff', paleShare)};--on-act:#0e1622;--good:#7fd6a8}}
*{box-sizing:border-box}body{font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;margin:0;color:var(--ink);background:var(--back);border-top:4px solid var(--act)}
header,main,footer{max-width:36rem;margin:0 auto;padding:0 1rem}header{padding-top:1.6rem;font-weight:600;font-size:1.05rem}header img{display:block;max-height:2.25rem;max-width:12rem}
main{background:var(--sheet);border:1px solid var(--line);border-radius:12px;margin-top:1rem;padding:1.4rem 1.5rem 1.5rem}
footer{padding:1.1rem 1rem 2.5rem;font-size:.9rem;color:var(--soft)}footer p{margin:0 0 .4rem}
a{color:var(--act);text-underline-offset:.15em}h1{font-size:1.55rem;line-height:1.25;margin:0 0 .7rem;overflow-wrap:anywhere;letter-spacing:-.01em}
h2{font-size:1.05rem;margin:1.6rem 0 .5rem}p{margin:0 0 .8rem}.soft{color:var(--soft)}.said{border-left:.25rem solid var(--act);padding:.1rem 0 .1rem .8rem}.good{border-color:var(--good)}
.sum{border:1px solid var(--line);border-radius:8px;background:var(--tint);padding:.9rem 1rem;margin:0 0 1.1rem}.sum dl{margin:0}.big{font-size:2rem;line-height:1.2;font-weight:700;margin:0 0 .5rem;font-variant-numeric:tabular-nums;letter-spacing:-.02em}
dl{display:grid;grid-template-columns:minmax(5.5rem,max-content) 1fr;gap:.3rem 1rem;margin:0 0 1rem}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
section{border:1px solid var(--line);border-radius:8px;padding:.2rem 1rem 1rem;margin:0 0 1rem;background:var(--tint)}section:target{border-color:var(--act)}section h2{margin-top:.8rem}
fieldset{border:0;padding:0;margin:0 0 .8rem}legend{padding:0;margin-bottom:.2rem}.choice{display:flex;gap:.6rem;align-items:center;min-height:2.75rem}.choice input{flex:none;width:1.2rem;height:1.2rem;margin:0;accent-color:var(--act)}
label.above{display:block;margin:.4rem 0 .2rem}textarea,select{font:inherit;color:inherit;background:var(--sheet);border:1px solid var(--soft);border-radius:6px;padding:.5rem;width:100%;max-width:100%;margin:0 0 .8rem}
form{margin:0 0 1rem}button{font:inherit;font-weight:600;color:var(--on-act);background:var(--act);border:2px solid var(--act);border-radius:8px;padding:.6rem 1.2rem;min-height:3rem;cursor:pointer}button.quiet{color:var(--act);background:transparent}
.more{list-style:none;margin:1.2rem 0 0;padding:1rem 0 0;border-top:1px solid var(--line)}.more li{margin:0 0 .4rem}.more li:last-child{margin:0}.more a{display:inline-block;padding:.25rem 0}
.line{list-style:none;margin:0 0 1rem;padding:0;border-left:2px solid var(--line)}.line li{position:relative;padding:0 0 .9rem 1.1rem}.line li:last-child{padding-bottom:0}.line li::before{content:"";position:absolute;left:-.36rem;top:.5rem;width:.6rem;height:.6rem;border-radius:50%;background:var(--sheet);border:2px solid var(--soft)}.line .next::before{border-color:var(--act);background:var(--act)}.line time{display:block;font-size:.9rem;color:var(--soft)}
:focus-visible{outline:3px solid var(--act);outline-offset:2px;border-radius:3px}
@media (max-width:30rem){main{margin:1rem .6rem 0;padding:1.1rem 1rem 1.2rem}button{width:100%}}
@media (max-width:24rem){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.5rem}}`;
