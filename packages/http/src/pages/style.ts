import { createHash } from "node:crypto";
import { raw } from "hono/html";

/** The whole look of the pages: no other file, font or image is loaded. */
const css = `
:root{color-scheme:light dark;--page:#f4f5f7;--card:#fff;--ink:#1b1f24;--soft:#57606a;--line:#d5dae1;--field:#8b949e;--accent:#1f5fbf;--on-accent:#fff;--note:#eef3fb;--warn:#fff6df;--warn-line:#c28a10;--bad:#fdeeee;--bad-line:#c9382f}
@media (prefers-color-scheme:dark){:root{--page:#0f1318;--card:#181e25;--ink:#e8ecf1;--soft:#a3aebb;--line:#323b46;--field:#6f7b88;--accent:#7db2ff;--on-accent:#0b1420;--note:#1d2734;--warn:#2e2715;--warn-line:#d6a53a;--bad:#341d1e;--bad-line:#ec7a72}}
*{box-sizing:border-box}
html{font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;background:var(--page);color:var(--ink);-webkit-text-size-adjust:100%}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;align-items:center;padding:2rem 1rem 1.5rem}
main{width:100%;max-width:27rem;background:var(--card);border:1px solid var(--line);border-radius:14px;padding:1.75rem;box-shadow:0 1px 2px rgb(0 0 0/.05),0 12px 32px rgb(0 0 0/.06)}
h1{font-size:1.35rem;line-height:1.3;margin:0 0 .5rem;overflow-wrap:anywhere}
h2{font-size:.95rem;margin:1.4rem 0 .4rem}
p{margin:0 0 .9rem}
a{color:var(--accent)}
main>:last-child{margin-bottom:0}
strong,code,.wrap{overflow-wrap:anywhere}
code{font:.86em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.soft{color:var(--soft);font-size:.9rem}
.brand{display:flex;align-items:center;gap:.5rem;color:var(--soft);font-size:.9rem;font-weight:600;margin:0 0 1rem;width:100%;max-width:27rem}
.brand svg{width:1.35rem;height:1.35rem;color:var(--accent);flex:none}
.mark{display:flex;align-items:center;justify-content:center;width:56px;height:56px;margin:0 0 .9rem;border:1px solid var(--line);border-radius:12px;background:var(--note);color:var(--soft);font-size:1.5rem;font-weight:600;overflow:hidden}
img.mark{display:block;padding:3px;background:#fff}
.badge{display:inline-block;font-size:.72rem;font-weight:600;line-height:1;padding:.28rem .5rem;border-radius:99px;border:1px solid var(--line);color:var(--soft);vertical-align:.12em;white-space:nowrap}
.badge.warn{border-color:var(--warn-line);color:var(--ink);background:var(--warn)}
.badge.new{border-color:var(--accent);color:var(--accent)}
.box{border:1px solid var(--line);border-left:4px solid var(--accent);background:var(--note);border-radius:8px;padding:.7rem .85rem;margin:0 0 .9rem;font-size:.93rem}
.box.warn{border-left-color:var(--warn-line);background:var(--warn)}
.box.bad{border-left-color:var(--bad-line);background:var(--bad)}
.box p:last-child{margin:0}
label{display:block;font-weight:600;font-size:.93rem;margin:0 0 .3rem}
input[type=email],input[type=text],input[type=password]{width:100%;font:inherit;color:inherit;background:var(--card);border:1px solid var(--field);border-radius:8px;padding:.62rem .75rem;margin:0 0 1rem}
input.code{font:1.35rem/1.3 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;letter-spacing:.12em;text-align:center;text-transform:uppercase}
button,.button{display:inline-flex;align-items:center;justify-content:center;width:100%;font:inherit;font-weight:600;text-align:center;text-decoration:none;border-radius:8px;border:1px solid var(--accent);padding:.66rem 1rem;min-height:2.75rem;cursor:pointer;background:var(--accent);color:var(--on-accent)}
button.plain,.button.plain{background:transparent;color:var(--ink);border-color:var(--field)}
button.link{display:inline;width:auto;min-height:0;padding:0;border:0;background:none;color:var(--accent);font-weight:400;text-decoration:underline;border-radius:3px}
button:hover,.button:hover{filter:brightness(1.08)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:.75rem;margin-top:1.4rem}
.wide main,.wide .brand{max-width:60rem}
.bar{display:flex;flex-wrap:wrap;gap:.6rem;align-items:end;margin:0 0 .9rem}
.bar label{flex:1 1 8rem;margin:0}
.bar label.wide{flex:1 1 20rem}
.bar input,.bar select,.bar textarea{display:block;width:100%;font:inherit;font-weight:400;color:inherit;background:var(--card);border:1px solid var(--field);border-radius:8px;padding:.55rem .6rem;margin:.3rem 0 0;min-height:2.75rem}
.bar button{width:auto}
.scroll{overflow-x:auto;margin:0 0 .9rem}
table{border-collapse:collapse;width:100%;font-size:.88rem}
th,td{text-align:left;padding:.35rem .9rem .35rem 0;border-bottom:1px solid var(--line);vertical-align:top;white-space:nowrap}
td.words{white-space:normal;min-width:12rem}
td.fact{white-space:normal}
.pick{display:flex;flex-wrap:wrap;gap:.6rem}
.pick form{flex:1 1 6rem}
.who{display:flex;flex-wrap:wrap;gap:.15rem .6rem;align-items:baseline;justify-content:space-between;font-size:.93rem;padding:.15rem 0 1rem;border-bottom:1px solid var(--line);margin-bottom:1rem}
.who form{margin:0}
ul.scopes{list-style:none;margin:0;padding:0;border:1px solid var(--line);border-radius:8px}
ul.scopes li+li{border-top:1px solid var(--line)}
ul.scopes label{display:grid;grid-template-columns:auto 1fr;gap:0 .7rem;align-items:start;font-weight:400;padding:.65rem .8rem;margin:0;cursor:pointer}
ul.scopes input{width:1.1rem;height:1.1rem;margin:.22rem 0 0;accent-color:var(--accent)}
ul.scopes code{color:var(--soft);display:block}
ul.plain{margin:0 0 .7rem;padding-left:1.2rem;font-size:.93rem}
ul.cards{list-style:none;margin:0 0 .9rem;padding:0;display:grid;gap:.75rem}
ul.cards>li{border:1px solid var(--line);border-radius:8px;padding:.8rem .9rem}
ul.cards>li>:last-child{margin-bottom:0}
ul.cards p{margin:0 0 .6rem;font-size:.93rem}
h3{font-size:1rem;line-height:1.35;margin:0 0 .3rem;overflow-wrap:anywhere}
dl{margin:0;font-size:.93rem}
dt{color:var(--soft);font-size:.85rem}
dd{margin:0 0 .7rem;overflow-wrap:anywhere}
.host{font-size:1.1rem}
code.line{display:block}
footer{margin-top:1.25rem;color:var(--soft);font-size:.85rem;text-align:center;max-width:27rem}
@media (max-width:26rem){body{padding:1rem .75rem}main{padding:1.25rem}}
`.replaceAll("\n", "");

/** For the page. */
export const styleElement = raw(`<style>${css}</style>`);

/** For the Content-Security-Policy: this style and no other. */
export const styleSource = `'sha256-${createHash("sha256").update(css).digest("base64")}'`;
