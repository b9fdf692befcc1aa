// The style sheet of the coverage page: light or dark by the reader's setting, for narrow and wide
// windows and for paper.

internal import Weir

enum CoverageStyle {
  static let sheet = """
    :root {
      --paper: #ffffff; --panel: #f6f7f9; --line: #dde1e6; --ink: #1c2127; --faint: #5c6670;
      --link: #0b57a4; --good: #1a7f45; --fair: #8a5a00; --bad: #b3261e;
      --good-bg: #e0f3e6; --fair-bg: #fdf0cf; --bad-bg: #fce3e1; --rest: #e7eaee;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #14171a; --panel: #1c2126; --line: #323940; --ink: #e4e8ec; --faint: #9aa5b0;
        --link: #7db8f5; --good: #63c98a; --fair: #e3b34c; --bad: #ff8a80;
        --good-bg: #16321f; --fair-bg: #3a2e10; --bad-bg: #43201e; --rest: #2a3036;
      }
    }
    * { box-sizing: border-box; }
    html { scroll-padding-top: 1rem; }
    body {
      margin: 0 auto; padding: 1.5rem clamp(.75rem, 3vw, 2.5rem) 4rem; max-width: 74rem;
      background: var(--paper); color: var(--ink);
      font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
    }
    a { color: var(--link); }
    :focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
    .skip { position: absolute; left: -99rem; }
    .skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .3rem .6rem; z-index: \
    9; }
    h1 { font-size: 1.6rem; line-height: 1.2; margin: 0; }
    h2 { font-size: 1.1rem; margin: 2.2rem 0 .7rem; overflow-wrap: anywhere; }
    .lead { margin: .2rem 0 1.2rem; color: var(--faint); }
    small { font-size: .8em; font-weight: 400; color: var(--faint); }
    code, .number { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", \
    monospace; }
    .good { color: var(--good); } .fair { color: var(--fair); } .bad { color: var(--bad); }
    .none { color: var(--faint); }

    .cards { display: grid; gap: .8rem; grid-template-columns: repeat(auto-fit, minmax(13rem, \
    1fr)); }
    .card { border: 1px solid var(--line); border-radius: 8px; padding: .8rem 1rem; background: \
    var(--panel); }
    .card h2 { margin: 0; font-size: .9rem; color: var(--faint); font-weight: 600; }
    .card p { margin: .5rem 0 0; font-size: .85rem; color: var(--faint); line-height: 1.35; }
    .card .figure { margin: 0 0 .3rem; font-size: 2rem; font-weight: 650; line-height: 1.25; }
    .figure.good { color: var(--good); } .figure.fair { color: var(--fair); } .figure.bad { color: \
    var(--bad); }
    .card .figure.none { color: var(--ink); }
    .bar { display: block; height: 6px; border-radius: 3px; background: var(--rest); overflow: \
    hidden; }
    .bar i { display: block; height: 100%; background: currentColor; }
    .card .bar.none { visibility: hidden; }

    .missing { margin-top: 1.5rem; border: 1px solid var(--line); border-radius: 8px; padding: \
    .6rem 1rem; }
    .missing summary { cursor: pointer; font-weight: 600; }
    .missing ul { margin: .5rem 0 .2rem; padding: 0; list-style: none; }
    .missing li { padding: .15rem 0 .15rem .7rem; border-left: 3px solid currentColor; margin: \
    .25rem 0; overflow-wrap: anywhere; }
    .missing li code { color: var(--ink); }
    .all { margin-top: 1.5rem; color: var(--good); font-weight: 600; }

    .wide { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; }
    th, td { text-align: left; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid var(--line); \
    font-weight: 400; }
    thead th { color: var(--faint); font-size: .85rem; white-space: nowrap; }
    .files td { min-width: 8rem; }
    .files .share { font-size: .85rem; white-space: nowrap; color: var(--ink); }

    .legend { display: flex; flex-wrap: wrap; gap: .4rem 1.4rem; margin: 1.2rem 0 0; font-size: \
    .85rem; color: var(--faint); }
    .legend div { display: flex; gap: .5rem; align-items: baseline; }
    .legend dd { margin: 0; }

    .source { border: 1px solid var(--line); border-radius: 8px; padding: .5rem 0; background: \
    var(--panel); font-size: 13px; }
    .line { display: flex; line-height: 1.6; }
    .line:has(:target) { background: var(--fair-bg); }
    .number { flex: 0 0 3.4rem; padding-right: 1rem; text-align: right; color: var(--faint); \
    text-decoration: none; user-select: none; }
    .line code { flex: 1; min-width: 0; white-space: pre-wrap; overflow-wrap: anywhere; \
    padding-right: .8rem; }
    .rule { border-left: 4px solid var(--good); margin: .1rem 0; background: var(--paper); \
    padding: .25rem 0; }
    .rule .number { flex-basis: calc(3.4rem - 4px); }
    .rule.unseen { border-color: var(--bad); } .rule.undecided { border-color: var(--fair); }

    mark { color: inherit; background: none; border-radius: 3px; position: relative; \
    text-decoration-thickness: 2px; text-underline-offset: 3px; }
    mark.unseen { background: var(--bad-bg); text-decoration: underline wavy var(--bad) 1px; }
    mark.partly { background: var(--bad-bg); text-decoration: underline dashed var(--bad) 2px; }
    mark.undecided { background: var(--fair-bg); text-decoration: underline dotted var(--fair) \
    2px; }
    mark.covered { background: var(--good-bg); }
    mark.uncounted { background: var(--rest); }
    .tip {
      display: none; position: absolute; z-index: 5; left: 0; top: 100%; margin-top: 4px;
      width: max-content; max-width: min(28rem, 70vw); padding: .5rem .7rem; border-radius: 6px;
      background: var(--ink); color: var(--paper); font: 13px/1.4 system-ui, "DejaVu Sans", \
    sans-serif;
      white-space: normal; text-decoration: none; box-shadow: 0 4px 16px rgb(0 0 0 / .25);
    }
    mark:hover > .tip, mark:focus > .tip { display: block; }

    .footer { margin: .3rem .8rem .3rem 3.4rem; font: 13px/1.5 system-ui, "DejaVu Sans", \
    sans-serif; }
    .footer summary { cursor: pointer; color: var(--faint); }
    .footer .more { white-space: nowrap; }
    .badge { display: inline-block; padding: 0 .5rem; margin-right: .4rem; border-radius: 9px; \
    background: var(--rest); color: var(--ink); white-space: nowrap; }
    .badge.good { background: var(--good-bg); color: var(--good); }
    .badge.fair { background: var(--fair-bg); color: var(--fair); }
    .badge.bad { background: var(--bad-bg); color: var(--bad); font-weight: 600; }
    .footer table { margin-top: .4rem; }
    .footer th[scope=row] { min-width: 14rem; overflow-wrap: anywhere; }
    .footer td { white-space: nowrap; font-variant-numeric: tabular-nums; }
    .footer td.bad { font-weight: 700; }

    @media (max-width: 40rem) {
      .number { flex-basis: 2.4rem; padding-right: .6rem; }
      .rule .number { flex-basis: calc(2.4rem - 4px); }
      .footer { margin-left: .6rem; }
      .cards { grid-template-columns: 1fr 1fr; }
      .card .figure { font-size: 1.5rem; }
      .tip { position: fixed; left: .6rem; right: .6rem; bottom: .6rem; top: auto; width: auto; \
    max-width: none; }
    }
    @media print {
      body { max-width: none; } .tip, .skip { display: none !important; }
      .rule { break-inside: avoid; }
    }

    """
}
