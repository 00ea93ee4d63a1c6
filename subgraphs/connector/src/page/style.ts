/** The style of the page: like the portal's, with the machine's fonts. */
export const style = `
:root { color-scheme: light dark; --line: #8885; --fault: #b3261e; --good: #1b6e3c; }
@media (prefers-color-scheme: dark) { :root { --fault: #ff8a80; --good: #7bd99a; } }
body { font: 16px/1.5 system-ui, 'Noto Sans', sans-serif; margin: 0 auto; max-width: 72rem; padding: 1rem; }
h1 { font-size: 1.4rem; margin: 0; }
h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .35rem .6rem .35rem 0; text-align: left; vertical-align: top; }
.fault, .log .error { color: var(--fault); }
.good { color: var(--good); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }
dd { margin: 0; overflow-wrap: anywhere; }
form { display: inline-block; margin: .3rem 0; }
button { font: inherit; padding: .2rem .8rem; }
.log { font-size: .9rem; padding-left: 1.2rem; overflow-wrap: anywhere; }
`;
