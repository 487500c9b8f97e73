// Style of the page. Verdicts differ in words, borders and weight; colour only repeats that.
#include "report/report.hpp"

namespace noiseproof {

std::string report_css() {
  return R"(:root{color-scheme:light dark;--paper:#fff;--ink:#1b1b1b;--soft:#5a5a5a;--rule:#cfcfcf;--faint:#f4f4f2;
--link:#1f4e79;--bad:#9b1c1c;--good:#1d5e38}
@media screen and (prefers-color-scheme:dark){:root{--paper:#16181b;--ink:#e8e6e1;--soft:#aeb0b2;--rule:#3d4146;
--faint:#1f2226;--link:#9cc3e8;--bad:#f0a0a0;--good:#9bd3b0}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0 auto;padding:2.5rem 1.5rem 4rem;max-width:68rem;background:var(--paper);color:var(--ink);
font:1rem/1.5 Charter,"Bitstream Charter","Iowan Old Style","Source Serif 4",Georgia,"Liberation Serif",serif}
h1{font-size:2rem;line-height:1.2;margin:0 0 .4rem;font-weight:600}
h2{font-size:1.4rem;margin:3rem 0 .8rem;padding-bottom:.3rem;border-bottom:1px solid var(--rule);font-weight:600}
h3{font-size:1.15rem;margin:0 0 .4rem;font-weight:600;overflow-wrap:anywhere}
h4{font-size:1rem;margin:1.4rem 0 .3rem;font-weight:600}
p{margin:.5rem 0}
a{color:var(--link)}
.lead{font-size:1.1rem;max-width:44rem;color:var(--soft)}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,auto));gap:.6rem 2rem;margin:1.4rem 0;padding:.8rem 0;
border-top:1px solid var(--rule);border-bottom:1px solid var(--rule)}
.facts dt{font-size:.85rem;color:var(--soft)}
.facts dd{margin:0;overflow-wrap:anywhere}
nav{position:sticky;top:0;z-index:1;padding:.5rem 0;background:var(--paper);border-bottom:1px solid var(--rule);font-size:.9rem}
nav a{margin-right:.7rem;white-space:nowrap;text-decoration:none}
.filter{border:0;padding:0;margin:.8rem 0;font-size:.94rem}.filter legend{float:left;margin-right:1rem;color:var(--soft)}
.filter label{margin-right:1rem;white-space:nowrap}
details{margin:.6rem 0}summary{cursor:pointer}.theorem summary{max-width:48rem}.hash{overflow-wrap:anywhere}
.wide{max-width:none}
.map{display:block;width:100%;height:auto}.map path{fill:none;stroke:var(--soft);stroke-width:.8;opacity:.6}
.map rect{fill:var(--paper);stroke:var(--ink)}.map text{font:10px system-ui,Arial,"Liberation Sans",sans-serif;fill:var(--ink)}
.map .id{font-weight:700}.m-kernel-checked rect{fill:var(--ink)}.m-kernel-checked text{fill:var(--paper)}
.m-enclosed rect{fill:var(--rule)}.m-false rect{stroke:var(--bad);stroke-width:2.5}.m-open rect{stroke-dasharray:2 2}
.conclusion{font-size:1.1rem}
.counts{list-style:none;display:flex;flex-wrap:wrap;gap:.4rem 1.6rem;margin:.8rem 0 1.4rem;padding:0}
table{border-collapse:collapse;width:100%;font-size:.94rem;line-height:1.4;font-variant-numeric:tabular-nums lining-nums}
th,td{text-align:left;vertical-align:top;padding:.5rem 1rem .5rem 0;border-bottom:1px solid var(--rule)}
th:last-child,td:last-child{padding-right:0}
thead th{font-size:.85rem;font-weight:400;color:var(--soft);border-bottom:1px solid var(--ink)}
tbody th{font-weight:400}
caption{text-align:left;font-size:.85rem;color:var(--soft);padding:.8rem 0 .1rem}
.num{text-align:right;white-space:nowrap}
.figure{overflow-wrap:anywhere}
.id{font-weight:600;margin-right:.25em}
.summary th[scope=row]{width:42%}
.summary th[scope=row] a{text-decoration:none;overflow-wrap:anywhere}
.summary th[scope=row] a:hover{text-decoration:underline}
.says{display:block;margin-top:.1rem}
.sub{display:block;font-size:.85rem;color:var(--soft);margin-top:.15rem}
.state,.verdict{white-space:nowrap}
.state{display:inline-block;padding:0 .5em;border:1px solid var(--ink);border-radius:2px;font-size:.9rem;line-height:1.5}
.s-reached{border-color:var(--good);color:var(--good)}
.s-holds-so-far{border-style:dashed}
.s-undecided{border:2px dotted var(--soft)}
.s-false-here{border:2px solid var(--bad);font-weight:600}
.s-refuted{background:var(--bad);border-color:var(--bad);color:var(--paper);font-weight:600}
.s-not-yet-checked,.s-does-not-apply{border-color:transparent;padding:0;font-style:italic;color:var(--soft)}
.v-refuted{font-weight:600;color:var(--bad);border-bottom:2px solid}
.v-undecided{font-style:italic;border-bottom:2px dotted}
.ladder{white-space:nowrap;display:inline-block}
.rung{display:inline-block;width:1.45em;height:1.45em;margin-right:3px;border:1px solid var(--rule);border-radius:2px;
text-align:center;line-height:1.35em;font:600 .72rem/1.4em system-ui,-apple-system,"Segoe UI",Arial,"Liberation Sans",sans-serif;
-webkit-print-color-adjust:exact;print-color-adjust:exact}
.r-proved{background:var(--ink);border-color:var(--ink);color:var(--paper)}
.r-absent{color:var(--soft);font-weight:400}
.r-undecided{border:1px dashed var(--ink);color:var(--ink)}
.r-refuted{border:2px solid var(--bad);color:var(--bad);line-height:1.2em}
.wanted{box-shadow:0 2px 0 var(--paper),0 4px 0 var(--ink)}
.columns{display:grid;grid-template-columns:1fr 1fr;gap:0 3rem}
.terms{margin:.4rem 0 1rem}
.terms dt{margin-top:.6rem;font-weight:600}
.terms dd{margin:.1rem 0 0}
.claim{padding:1.8rem 0 1rem;border-bottom:1px solid var(--rule)}
[id]{scroll-margin-top:4.5rem}
.claim:first-of-type{padding-top:.6rem}
.anchor{text-decoration:none;color:var(--rule);font-weight:400}
.anchor:hover,.anchor:focus{color:var(--link)}
.statement{font-size:1.08rem;font-style:italic;max-width:48rem}
.meta{color:var(--soft);font-size:.94rem;display:flex;flex-wrap:wrap;gap:.3rem .8rem;align-items:center}
.meta .state{margin-right:.1rem}
.prose{max-width:48rem}
.prose table{width:auto}
.checks .what{width:44%}
.checks td:nth-child(2){white-space:nowrap}
code{overflow-wrap:anywhere}
code,pre{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace;font-size:.88em}
pre{background:var(--faint);padding:.8rem 1rem;overflow-x:auto;border-radius:2px}
figure{margin:1.6rem 0;max-width:46rem}
figcaption{font-size:.94rem;max-width:46rem;color:var(--soft)}
figcaption b{color:var(--ink);font-weight:600}
.scroll{overflow-x:auto}
#story{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(24rem,100%),1fr));gap:0 2rem}#story h2{grid-column:1/-1}
#story figure{margin:.6rem 0}#story .np-plot{min-width:0}
.np-plot{display:block;width:100%;height:auto;min-width:34rem}
.libraries{width:auto;min-width:20rem}
.back{font-size:.85rem;margin-top:1.2rem}
@media (max-width:46rem){body{padding:1.5rem 1rem 3rem}.columns{grid-template-columns:1fr}
.stack thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.stack,.stack tbody,.stack tr,.stack th[scope=row],.stack td,.stack caption{display:block;width:auto!important}
.stack tr{padding:.7rem 0;border-bottom:1px solid var(--rule)}
.stack th[scope=row],.stack td{border:0;padding:.12rem 0;text-align:left;white-space:normal!important}
.stack td[data-label]{display:grid;grid-template-columns:5.5rem 1fr}
.stack td[data-label]::before{content:attr(data-label);color:var(--soft);font-size:.85rem}
.stack td[data-label]>*{justify-self:start;grid-column:2}}
@media print{@page{margin:1.1cm}html{font-size:7.2pt}body{max-width:none;padding:0;line-height:1.25}table{line-height:1.2}h4{margin:.6rem 0 .1rem}
p,.prose ul{margin:.25rem 0}figure{max-width:7.6cm;display:inline-block;vertical-align:top;margin:.4rem .4rem .4rem 0}figcaption{font-size:.85em}
figure.wide,.prose,.statement,.theorem summary{max-width:none}.claim{padding:.8rem 0 .4rem}h2{margin:1.2rem 0 .5rem}
th,td{padding-top:.2rem;padding-bottom:.2rem}nav,.filter,.anchor,.back{display:none}a{color:inherit;text-decoration:none}
h2,h3,h4,caption{break-after:avoid}tr,figure,.facts{break-inside:avoid}.state{print-color-adjust:exact;
-webkit-print-color-adjust:exact}.np-plot{min-width:0}.scroll{overflow:visible}}
)";
}

}  // namespace noiseproof
