/** The look of the HTML page. */
export const style = `
:root { --bg: #fff; --fg: #1c2128; --dim: #66707b; --line: #d8dee4; --panel: #f6f8fa;
  --error: #c62828; --error-bg: #fdecea; --warning: #8a5a00; --warning-bg: #fff5d6; --ready: #1a7f37;
  --key: #0550ae; --string: #0a3069; --atom: #953800; }
@media (prefers-color-scheme: dark) { :root { --bg: #0f141a; --fg: #dde4ea; --dim: #8b96a1; --line: #2b333c; --panel: #171e26;
  --error: #ff8a80; --error-bg: #3a1a1c; --warning: #f0c25a; --warning-bg: #33290f; --ready: #5cd17c;
  --key: #79c0ff; --string: #a5d6ff; --atom: #ffa657; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 74rem; padding: 0 1.25rem 4rem; background: var(--bg); color: var(--fg); font: 15px/1.5 system-ui, sans-serif; }
header { position: sticky; top: 0; z-index: 1; padding: .75rem 0; background: var(--bg); border-bottom: 1px solid var(--line); }
h1 { display: inline-block; margin: 0 1.5rem 0 0; font-size: 1.25rem; } h1 small { color: var(--dim); font-weight: 400; font-size: .8rem; }
h2 { margin: 2rem 0 .5rem; font: 600 1rem ui-monospace, monospace; overflow-wrap: anywhere; }
h3 { display: inline; margin: 0; font: 600 .95rem ui-monospace, monospace; overflow-wrap: anywhere; }
.cards { display: inline-flex; flex-wrap: wrap; gap: .4rem 1.2rem; margin: 0; padding: 0; list-style: none; }
.cards b { font-size: 1.15rem; font-variant-numeric: tabular-nums; } .cards .none { opacity: .45; }
.cards .error, .cards .refused { color: var(--error); } .cards .warning, .cards .lax { color: var(--warning); } .cards .ready { color: var(--ready); }
form { display: flex; flex-wrap: wrap; gap: .35rem 1.1rem; margin-top: .5rem; color: var(--dim); font-size: .87rem; }
select, input[type=search] { padding: .15rem .4rem; max-width: 16rem; border: 1px solid var(--line); border-radius: 5px; background: var(--panel); color: var(--fg); font: inherit; }
.tool { margin: .6rem 0; border: 1px solid var(--line); border-radius: 8px; overflow: hidden; }
.tool > summary { padding: .5rem .9rem; background: var(--panel); cursor: pointer; }
.verdict { margin: 0 .6rem; padding: .08rem .55rem; border: 1px solid currentColor; border-radius: 1rem; font-size: .76rem; white-space: nowrap; }
.verdict.ready { color: var(--ready); } .verdict.lax { color: var(--warning); } .verdict.refused { color: var(--error); }
.counts { color: var(--dim); font-size: .85rem; }
.listing { padding: .5rem 0; overflow-x: auto; counter-reset: line; font: 12.5px/1.55 ui-monospace, SFMono-Regular, Menlo, monospace; }
.row { position: relative; min-height: 1.55em; padding: 0 1rem 0 4rem; white-space: pre-wrap; overflow-wrap: anywhere; border-left: 3px solid transparent; }
.row::before { counter-increment: line; content: counter(line); position: absolute; left: 0; width: 3rem; color: var(--dim); text-align: right; opacity: .7; user-select: none; }
.key { color: var(--key); } .string { color: var(--string); } .atom { color: var(--atom); }
.mark.error { background: var(--error-bg); border-left-color: var(--error); } .mark.warning { background: var(--warning-bg); border-left-color: var(--warning); }
.notes, .problems { margin: 0; padding: .15rem 1rem .4rem 4rem; list-style: none; font: 13.5px/1.45 system-ui, sans-serif; }
.problems { padding: .5rem 1rem; }
.problem { margin: .2rem 0; padding: .25rem .6rem; border-radius: 6px; overflow-wrap: anywhere; }
.problem.suppressed { color: var(--dim); border: 1px dashed var(--line); } .mark.suppressed { border-left: 3px dashed var(--line); }
.problem.error { background: var(--error-bg); } .problem.warning { background: var(--warning-bg); }
.severity { font-weight: 600; } .error .severity { color: var(--error); } .warning .severity { color: var(--warning); }
.place, .evidence, .server { color: var(--dim); font-size: .85em; } .rule { color: inherit; font-size: .88em; opacity: .85; }
code, pre { font: .92em ui-monospace, monospace; } pre.line { margin: .2rem 0 0; white-space: pre-wrap; color: var(--dim); }
[hidden] { display: none !important; }
`

/** Filters the HTML page. Without it, everything is shown. */
export const script = `
const form = document.getElementById('filter')
const open = '.problem:not([data-state=suppressed])'
function apply() {
  const states = [...form.querySelectorAll('[name=severity]:checked')].map(box => box.value)
  if (form.elements.suppressed.checked) states.push('suppressed')
  const rule = form.elements.rule.value
  const text = form.elements.text.value.toLowerCase()
  const clean = form.elements.clean.checked
  let shown = 0
  for (const tool of document.querySelectorAll('.tool')) {
    const named = tool.dataset.name.toLowerCase().includes(text)
    const problems = [...tool.querySelectorAll('.problem')]
    for (const problem of problems) {
      problem.hidden = !(states.includes(problem.dataset.state) && (rule === '' || problem.dataset.rule === rule) &&
        (named || problem.textContent.toLowerCase().includes(text)))
    }
    const left = problems.filter(problem => !problem.hidden)
    for (const notes of tool.querySelectorAll('.notes')) {
      const own = [...notes.children].filter(problem => !problem.hidden)
      const worst = ['error', 'warning', 'suppressed'].find(state => own.some(problem => problem.dataset.state === state))
      notes.hidden = own.length === 0
      notes.previousElementSibling.className = own.length === 0 ? 'row' : 'row mark ' + worst
    }
    tool.hidden = left.length === 0 && !(!tool.querySelector(open) && clean && named && rule === '')
    if (!tool.hidden) shown++
  }
  for (const file of document.querySelectorAll('.file')) file.hidden = !file.querySelector('.tool:not([hidden])')
  document.getElementById('nothing').hidden = shown > 0
}
form.addEventListener('input', apply)
form.addEventListener('submit', event => event.preventDefault())
if (!document.querySelector(open)) form.elements.clean.checked = true
apply()
`
