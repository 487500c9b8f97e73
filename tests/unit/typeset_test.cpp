// The plain notation as it is printed.
#include "report/typeset.hpp"

#include <doctest/doctest.h>

#include "report/text.hpp"

namespace noiseproof {

TEST_SUITE("report/typeset") {
  TEST_CASE("symbols become letters, in pictures without markup") {
    for (const auto& [plain, printed] :
         {std::pair("phi (radians)", "φ (radians)"), std::pair("2pi, pi/2", "2π, π/2"), std::pair("rho_w^2", "ρ_w²"),
          std::pair("10^-6 and 2^60", "10⁻⁶ and 2⁶⁰"), std::pair("|a*|^2", "|a*|²"), std::pair("eta^2.00", "η^2.00"),
          std::pair("1.a_star, a.a*, abar.a*", "1·a*, a·a*, ā·a*"), std::pair("phi^, g(phi^)/pi", "φ̂, g(φ̂)/π"),
          std::pair("lambda1 <= theta2", "λ₁ ≤ θ₂"), std::pair("0.5 +/- 1e-06", "0.5 ± 1e-06"),
          std::pair("sqrt(2), sqrt k", "√(2), √k"), std::pair("G(phi)/m1", "G(φ)/m₁"),
          std::pair("alpha~ != 0", "α̃ ≠ 0"), std::pair("e^(-r^2/2)", "e^(-r²/2)"), std::pair("R^theta1", "R^θ₁")})
      CHECK(typeset_plain(plain) == printed);
  }

  TEST_CASE("words, names of code, versions and what stands in backticks stay") {
    for (const char* text :
         {"a picture of multiple numbers", "dual_kernel", "C05_instance_location", "c10-probability", "`phi <= rho_w`",
          "0.1.0", "e.g. the", "x86", "12.a", "alphas", "phi_max", "Zürich ≤ π", "^", "_"})
      CHECK(typeset_plain(text) == text);
  }

  TEST_CASE("in a page scripts are MathML, and nothing of the text becomes markup") {
    CHECK(typeset_html("rho_w^2") == "<math><msubsup><mi>ρ</mi><mi>w</mi><mn>2</mn></msubsup></math>");
    CHECK(typeset_html("z/1e6 + 2.5e-3") == "z/1e6 + 2.5e-3");
    CHECK(typeset_html("10^-6") == "<math><msup><mn>10</mn><mrow><mo>−</mo><mn>6</mn></mrow></msup></math>");
    CHECK(typeset_html("|a*|^2") == "|a*<math><msup><mo stretchy=\"false\">|</mo><mn>2</mn></msup></math>");
    CHECK(typeset_html("a < b & c > d") == "a &lt; b &amp; c &gt; d");
    CHECK(typeset_html("<b>x^2</b>") == "&lt;b&gt;<math><msup><mi>x</mi><mn>2</mn></msup></math>&lt;/b&gt;");
    CHECK(typeset_html("`<i>`") == "`&lt;i&gt;`");
    CHECK(typeset_html("Zürich\xff") == escape_xml("Zürich\xff"));
  }
}

}  // namespace noiseproof
