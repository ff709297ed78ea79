/** Colours are chosen for a contrast of 4.5 to 1 and more, in either scheme; no state is told by colour alone. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f5f6f8; --card: #fff; --line: #dfe3e8; --text: #1b1f24; --quiet: #57606a; --accent: #0b5cad; --track: #e6eaef;
  --good: #116329; --good-back: #dcf5e3; --busy: #0b4f96; --busy-back: #dcebfb; --warn: #7a4a00; --warn-back: #fdefcf;
  --bad: #a40e26; --bad-back: #fde4e4; --calm: #4a535d; --calm-back: #e9edf1;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0e1217; --card: #161b22; --line: #2b323b; --text: #e6eaef; --quiet: #9aa5b1; --accent: #6cb6ff; --track: #2a323c;
    --good: #7ee2a0; --good-back: #123021; --busy: #8cc4ff; --busy-back: #12294a; --warn: #f2c46d; --warn-back: #3a2a0c;
    --bad: #ff9a9a; --bad-back: #431a20; --calm: #b3bdc8; --calm-back: #262d36;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; }
header { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .75rem 2rem; align-items: center;
  justify-content: space-between; padding: .75rem clamp(1rem, 4vw, 2.5rem); background: var(--card); border-bottom: 1px solid var(--line); }
.brand, .clock { display: flex; flex-wrap: wrap; align-items: center; gap: .6rem; }
h1 { margin: 0; font-size: 1.1rem; letter-spacing: -.01em; }
.cloud { fill: var(--accent); }
.arrow { fill: none; stroke: var(--card); stroke-width: 2.4; stroke-linecap: round; stroke-linejoin: round; }
.label { color: var(--quiet); }
time, td.number, .tile b { font-variant-numeric: tabular-nums; }
button { font: inherit; font-size: .85rem; padding: .3rem .7rem; color: var(--text); background: var(--page); border: 1px solid var(--line);
  border-radius: 6px; cursor: pointer; }
button:hover { border-color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
main { padding: 1.5rem clamp(1rem, 4vw, 2.5rem); display: grid; gap: 2rem; max-width: 1500px; margin: 0 auto; }
main > section { display: grid; gap: 1rem; min-width: 0; }
h2 { margin: 0; font-size: 1.35rem; letter-spacing: -.02em; overflow-wrap: anywhere; }
.facts { margin: -.7rem 0 0; color: var(--quiet); overflow-wrap: anywhere; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: .75rem; margin: 0; padding: 0; list-style: none; }
.tile, .card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
.tile { padding: .8rem 1rem; }
.tile b { display: block; font-size: 1.7rem; line-height: 1.15; font-weight: 650; }
.tile span { color: var(--quiet); font-size: .87rem; }
.card { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
caption { text-align: left; padding: .8rem 1rem .4rem; font-weight: 650; }
th, td { text-align: left; padding: .5rem 1rem; border-top: 1px solid var(--line); white-space: nowrap; }
th { color: var(--quiet); font-size: .8rem; font-weight: 600; border-top: 0; }
td.detail { color: var(--quiet); white-space: normal; overflow-wrap: anywhere; min-width: 11rem; }
.empty { color: var(--quiet); margin: 0; padding: .4rem 1rem 1rem; }
main > .empty { padding: 3rem 1rem; text-align: center; }
.pill { display: inline-flex; align-items: center; gap: .35rem; padding: .08rem .6rem; border-radius: 99px; font-size: .83rem; font-weight: 600;
  color: var(--calm); background: var(--calm-back); }
.good { color: var(--good); background: var(--good-back); }
.busy { color: var(--busy); background: var(--busy-back); }
.warn { color: var(--warn); background: var(--warn-back); }
.bad { color: var(--bad); background: var(--bad-back); }
progress { width: 110px; height: 7px; margin-left: .6rem; vertical-align: middle; appearance: none; border: 0; border-radius: 9px;
  background: var(--track); overflow: hidden; }
progress::-webkit-progress-bar { background: var(--track); }
progress::-webkit-progress-value { background: var(--accent); }
progress::-moz-progress-bar { background: var(--accent); }
.banner { margin: 0; padding: .6rem clamp(1rem, 4vw, 2.5rem); color: var(--bad); background: var(--bad-back); font-weight: 600; }
footer { padding: 0 clamp(1rem, 4vw, 2.5rem) 2rem; max-width: 1500px; margin: 0 auto; color: var(--quiet); font-size: .87rem; }
a { color: var(--accent); }
.hidden { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); }
`;
