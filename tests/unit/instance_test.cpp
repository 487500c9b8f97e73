// The readers of a user's files: instances, students, TOML; every bound from both sides, every message's words.
#include "core/instance.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <fstream>

#include "core/error.hpp"
#include "core/toml_table.hpp"

using namespace noiseproof;

namespace {

Instance instance_text(const std::string& text) { return parse_instance(text, "i.toml"); }

/// The message of the Error(input) that an action throws; "" if it throws none.
template <class Action>
std::string input_error(const Action& action) {
  try {
    action();
  } catch (const Error& e) {
    CHECK(e.kind() == Error::Kind::input);
    return e.what();
  }
  return "";
}

std::string instance_error(const std::string& text) {
  return input_error([&] { instance_text(text); });
}

std::string toml_error(const std::string& text) {
  return input_error([&] { parse_table(text, "t"); });
}

std::string with_entries(int n) {
  std::string out = "[1";
  for (int i = 1; i < n; ++i) out += ", 0";
  return out + "]";
}

}  // namespace

TEST_SUITE("unit/instance") {
  TEST_CASE("an instance written as a file is read back to the same") {
    for (const std::string& text :
         {std::string(""), std::string("[network]\nk = 1\np = 2\n"),
          std::string(
              "[network]\nk = 3\np = 2\n[teacher]\nr = \"1/7\"\nnorm = \"2.5\"\nw_star = [\"3\", \"-1/2\"]\n[gd]\n"
              "eta = \"1e-3\"\n"),
          std::string("[network]\nk = 2\np = 3\n[teacher]\na_star = [\"0.3\", \"-1/7\"]\n")}) {
      const Instance there = instance_text(text), back = instance_text(there.to_toml());
      CHECK(back.describe() == there.describe());
      CHECK(back.a_star == there.a_star);
      CHECK(back.w_star == there.w_star);
      CHECK(back.eta == there.eta);
      CHECK(back.to_toml() == there.to_toml());
    }
    Instance odd;
    odd.norm_sq = 2;
    CHECK(odd.to_toml().find("# |a*|^2 = 2\n") != std::string::npos);
  }

  TEST_CASE("an empty file is the default instance") {
    const Instance i = instance_text("");
    CHECK(i.describe() == "k=25 p=6 r=4 |a*|^2=1");
    CHECK(i.eta == Rational(1, 25));
    CHECK(i.warnings.empty());
  }

  TEST_CASE("sizes are accepted from their least to their most, and not beyond") {
    CHECK(instance_text("[network]\nk = 1\np = 2\n").k == 1);
    CHECK(instance_text("[network]\nk = 100000\np = 100000\n").p == 100000);
    CHECK(instance_error("[network]\nk = 0\n") == "i.toml: network.k: 0 is too small: at least 1");
    CHECK(instance_error("[network]\np = 1\n") == "i.toml: network.p: 1 is too small: at least 2");
    CHECK(instance_error("[network]\np = 100001\n") == "i.toml: network.p: 100001 is too large: at most 100000");
    CHECK(instance_error("[network]\nk = 100001\n") == "i.toml: network.k: 100001 is too large: at most 100000");
  }

  TEST_CASE("r lies in [0, k], both ends included; left out it is 4 or k, whichever is less") {
    for (const char* r : {"\"0\"", "0", "3", "\"1e-400\"", "\"2.9999999999\""})
      CHECK(instance_error(std::string("[network]\nk = 3\n[teacher]\nr = ") + r).empty());
    CHECK(instance_text("[network]\nk = 2\n").r == 2);
    CHECK(instance_text("[network]\nk = 1\n").r == 1);
    CHECK(instance_text("[network]\nk = 4\n").r == 4);
    CHECK(instance_text("[network]\nk = 5\n").r == 4);
    CHECK(instance_error("[teacher]\nr = -1\n").find("teacher.r: -1 is negative") != std::string::npos);
    CHECK(instance_error("[network]\nk = 3\n[teacher]\nr = \"3.0000001\"\n").find("is larger than k = 3") !=
          std::string::npos);
    for (const char* r : {"\"1/2\"", "0"})
      CHECK(instance_error(std::string("[network]\nk = 1\n[teacher]\nr = ") + r).find("always 1") != std::string::npos);
    CHECK(instance_error("[network]\nk = 1\n[teacher]\nr = 1\n").empty());
  }

  TEST_CASE("the norm is squared, positive, and from 1/10000 to 10000, both included") {
    CHECK(instance_text("[teacher]\nnorm = 3\n").norm_sq == 9);
    CHECK(instance_text("[teacher]\nnorm = \"1/10000\"\n").norm_sq == Rational(1, 100'000'000));
    CHECK(instance_text("[teacher]\nnorm = 10000\n").norm_sq == 100'000'000);
    for (const char* norm : {"\"0.00009999\"", "\"10000.0001\"", "\"0.001e-2\""})
      CHECK(instance_error(std::string("[teacher]\nnorm = ") + norm) ==
            "i.toml: teacher: |a*| must be from 1/10000 to 10000: scale the teacher");
    CHECK(instance_error("[teacher]\nnorm = -1\n") == "i.toml: teacher.norm: -1 is negative: norm is the length |a*|");
    CHECK(instance_error("[teacher]\nnorm = 0\n").find("is 0") != std::string::npos);
  }

  TEST_CASE("a teacher's vectors give its invariants, signs and all") {
    const Instance i =
        instance_text("[network]\nk = 3\np = 2\n[teacher]\na_star = [-2, \"1/2\", -1]\nw_star = [3, 4]\n");
    CHECK(i.norm_sq == Rational(21, 4));
    CHECK(i.r == Rational(25, 21));
    CHECK(i.describe() == "k=3 p=2 r=25/21 |a*|^2=21/4 (teacher given by its vectors)");
    REQUIRE(i.warnings.size() == 1);
    CHECK(i.warnings[0] == "i.toml: teacher.w_star: its length is not 1; it is normalised");
    const std::string two = "[network]\nk = 2\np = 2\n[teacher]\n";
    CHECK(instance_text(two + "w_star = [\"3/5\", \"-4/5\"]\n").warnings.empty());
    CHECK(instance_text(two + "w_star = [\"1/5\", 0]\n").warnings.size() == 1);
    CHECK(instance_error(two + "a_star = [-1, 0]\nw_star = [0, -1]\n").empty());
    CHECK(instance_error(two + "a_star = [0, 0]\n").find("a_star: is the zero vector") != std::string::npos);
    CHECK(instance_error(two + "w_star = [0, \"0\"]\n").find("w_star: is the zero vector") != std::string::npos);
    CHECK(instance_error(two + "a_star = [1, 0, 0]\n") == "i.toml: teacher.a_star: has 3 entries, expected 2");
    CHECK(instance_error(two + "w_star = [1]\n") == "i.toml: teacher.w_star: has 1 entries, expected 2");
    CHECK(instance_error(two + "a_star = [1, \"x\"]\n").find("teacher.a_star[1]: 'x' is not a number") !=
          std::string::npos);
    for (const char* other : {"r = 1", "norm = 1"})
      CHECK(instance_error(two + "a_star = [1, 0]\n" + other).find("not both") != std::string::npos);
  }

  TEST_CASE("numbers are exact, and the step is positive") {
    CHECK(instance_text("[gd]\neta = \"1e-300\"\n").eta > 0);
    CHECK(instance_error("[gd]\neta = 0\n") == "i.toml: gd.eta: 0 is not positive: eta is a step size");
    CHECK(instance_error("[gd]\neta = \"-1/25\"\n").find("is not positive") != std::string::npos);
    CHECK(instance_error("[gd]\neta = 0.1\n").find("gd.eta: must be exact") != std::string::npos);
    CHECK(instance_error("[gd]\neta = inf\n").find("is not a finite number") != std::string::npos);
    CHECK(instance_error("[gd]\neta = true\n").find("must be a number") != std::string::npos);
    CHECK(instance_error("[network]\nk = 2.0\n").find("must be an integer") != std::string::npos);
    CHECK(instance_error("gd = 3\n").find("gd: must be a table, [gd]") != std::string::npos);
  }

  TEST_CASE("unknown fields are refused in every section, by name") {
    CHECK(instance_error("x = 1\n").find("i.toml: instance.x: unknown field") == 0);
    CHECK(instance_error("[network]\nr = 1\n").find("network.r: unknown field (known: k, p)") != std::string::npos);
    CHECK(instance_error("[teacher]\nk = 1\n").find("teacher.k: unknown field") != std::string::npos);
    CHECK(instance_error("[gd]\nsteps = 1\n").find("gd.steps: unknown field") != std::string::npos);
  }

  TEST_CASE("a student has p entries in w, not all 0, and k in a") {
    Instance i;
    i.k = 3, i.p = 2;
    const auto student = [&](const std::string& text) { return parse_point(text, "s.toml", i); };
    const StudentPoint point = student("w = [0, -1]\na = [0, 0, \"1e-400\"]\n");
    CHECK(point.w.size() == 2);
    CHECK(point.a[2] > 0);
    const auto error = [&](const std::string& text) { return input_error([&] { student(text); }); };
    CHECK(error("w = [1, 0, 0]\na = [1, 0]\n") == "s.toml: w: has 3 entries, expected 2");
    CHECK(error("w = [1, 0]\na = " + with_entries(4)) == "s.toml: a: has 4 entries, expected 3");
    CHECK(error("w = [0, 0]\na = [1, 0, 0]\n").find("w: is the zero vector") != std::string::npos);
    CHECK(error("a = [1, 0, 0]\n") == "s.toml: w: is missing");
    CHECK(error("w = [1, 0]\n") == "s.toml: a: is missing");
    CHECK(error("w = 1\na = [1, 0, 0]\n") == "s.toml: w: must be an array of numbers");
    CHECK(error("w = [1, 0]\na = [1, 0, 0]\nb = 1\n").find("student.b: unknown field") != std::string::npos);
  }

  TEST_CASE("a text is read whole, or the reason is one of its own") {
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("noiseproof_instance_test_" + std::to_string(getpid()));
    std::filesystem::create_directories(folder);
    const auto error = [&](const std::string& name) {
      try {
        read_text(folder / name);
      } catch (const Error& e) {
        CHECK(e.kind() == Error::Kind::io);
        CHECK(e.where() == (folder / name).string());
        return std::string(e.what()).substr(e.where().size());
      }
      return std::string();
    };
    std::ofstream(folder / "empty").close();
    std::ofstream(folder / "text", std::ios::binary) << std::string("a\r\n\0b", 5);
    CHECK(read_text(folder / "empty").empty());
    CHECK(read_text(folder / "text") == std::string("a\r\n\0b", 5));
    std::filesystem::resize_file(folder / "empty", 64u << 20);
    CHECK(error("empty").empty());
    std::filesystem::resize_file(folder / "empty", (64u << 20) + 1);
    CHECK(error("empty") == ": larger than 64 MiB");
    CHECK(error("none") == ": no such file");
    CHECK(error("") == ": not a regular file");
    std::filesystem::remove_all(folder);
  }
}

TEST_SUITE("unit/rational") {
  TEST_CASE("every form of a number is read exactly, and what is none is refused with a word on why") {
    const auto read = [](const std::string& text) { return parse_rational(text, "t"); };
    CHECK(read("0") == 0);
    CHECK(read("-007.50") == Rational(-15, 2));
    CHECK(read("+010") == 10);
    CHECK(read("5.") == 5);
    CHECK(read("12e1") == 120);
    CHECK(read("1e0") == 1);
    CHECK(read("12E-1") == Rational(6, 5));
    CHECK(read("-6/08") == Rational(-3, 4));
    CHECK(read("1e20000") == 1 / read("1e-20000"));
    const auto error = [&](const std::string& text) { return input_error([&] { read(text); }); };
    CHECK(read("1e-0000000020") == read("1e-20"));
    CHECK(read("5e0000000") == 5);
    CHECK(error("1e20001") == "t: '1e20001' has too large an exponent");
    CHECK(error("1e99999999999999999999999") == "t: '1e99999999999999999999999' has too large an exponent");
    CHECK(error("1/0") == "t: '1/0' has denominator 0");
    CHECK(error("1/-2").find("expected p/q with integers") != std::string::npos);
    CHECK(error("x/2").find("expected p/q with integers") != std::string::npos);
    for (const char* text : {"1e", "1e+", "1e-x", "e5e5"}) CHECK(error(text).find("bad exponent") != std::string::npos);
    for (const char* text : {"", "-", ".", "--1", "1.2.3", "0x1", "1 ", "nan"})
      CHECK(error(text).find("is not a number (use a decimal") != std::string::npos);
    CHECK(error(std::string(20001, '1')) == "t: '" + std::string(40, '1') + "...' is too long for a number");
    CHECK(error(std::string(20000, '1')).empty());
    CHECK(error("\x1b[1m\n") == "t: '?[1m?' is not a number (use a decimal or \"p/q\")");
  }

  TEST_CASE("a number printed is read back, and powers of two are exact on both sides") {
    for (const char* text : {"0", "-7/3", "123456789012345678901234567890"})
      CHECK(to_string(parse_rational(text, "t")) == text);
    CHECK(power_of_two(5) == 32);
    CHECK(power_of_two(0) == 1);
    CHECK(power_of_two(-3) == Rational(1, 8));
    CHECK(floor_of(Rational(-7, 2)) == -4);
    CHECK(floor_of(Rational(7, 2)) == 3);
    CHECK(floor_of(Rational(-4)) == -4);
  }
}

TEST_SUITE("unit/toml") {
  TEST_CASE("what is not TOML is refused with its line and column") {
    CHECK(toml_error("a = 1\nb = = 2\n").find("t:2:5: malformed TOML") == 0);
    CHECK(toml_error("\n\n  \xc3\xa9 = 1\n") ==
          "t:3:3: malformed TOML: only comments may have characters outside ASCII");
    CHECK(toml_error("# \xc3\xa9\na = \"\xc3\xa9\"\n").find("t:2:6: ") == 0);
    CHECK(toml_error(std::string("a = 1\n\0b = 2\n", 13)) == "t: malformed TOML: it contains a NUL byte");
    CHECK(toml_error("[.x]\n").find("malformed TOML") != std::string::npos);
  }

  TEST_CASE("comments may say anything, and a byte order mark is dropped") {
    CHECK(parse_table("# \xff \xe2\x82\xac\na = 1 # \xc3\xa9\nb = 2\n", "t").size() == 2);
    CHECK(parse_table("\xEF\xBB\xBF"
                      "a = 1\n",
                      "t")
              .contains("a"));
  }

  TEST_CASE("brackets nest up to 64 deep, and those that are closed do not count") {
    const auto nested = [](int n) {
      return "a = " + std::string(static_cast<std::size_t>(n), '[') + std::string(static_cast<std::size_t>(n), ']');
    };
    CHECK(toml_error(nested(64)).empty());
    CHECK(toml_error(nested(65)) == "t: malformed TOML: brackets nested too deeply");
    std::string flat;
    for (int i = 0; i < 100; ++i) flat += "a" + std::to_string(i) + " = [[1], { b = 2 }]\n";
    CHECK(parse_table(flat, "t").size() == 100);
  }
}
