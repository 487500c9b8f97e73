// What comes in and goes out as text: files that are replaced whole, JSON, names for a terminal and a shell.
#include "core/file.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <clocale>
#include <cstdlib>
#include <fstream>

#include "core/ball.hpp"
#include "core/error.hpp"
#include "core/instance.hpp"
#include "core/json.hpp"
#include "core/process.hpp"
#include "core/utf8.hpp"
#include "report/text.hpp"
#include "rigor/journal.hpp"

using namespace noiseproof;
namespace fs = std::filesystem;

namespace {

struct Folder {
  fs::path path = fs::temp_directory_path() / ("noiseproof_file_test_" + std::to_string(getpid()));
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
};

/// What is thrown, "" if nothing.
template <class Function>
std::string error_of(Function f) {
  try {
    f();
  } catch (const Error& e) {
    return e.what();
  }
  return "";
}

/// What bash makes of a line.
std::string from_bash(const std::string& line) {
  const Folder folder;
  CHECK(run_program({"bash", "-c", line}, folder.path, folder.path / "out", [] {}) == 0);
  return text_of(folder.path / "out");
}

/// A locale with a decimal comma, made if the machine has none; "" if it cannot be.
std::string comma_locale(const fs::path& folder) {
  for (const char* name : {"de_DE.UTF-8", "fr_FR.UTF-8"})
    if (std::setlocale(LC_NUMERIC, name) != nullptr) return name;
  run_program({"localedef", "-i", "de_DE", "-f", "UTF-8", (folder / "de_DE.UTF-8").string()}, folder, folder / "out",
              [] {});
  setenv("LOCPATH", folder.c_str(), 1);
  return std::setlocale(LC_NUMERIC, "de_DE.UTF-8") != nullptr ? "de_DE.UTF-8" : "";
}

}  // namespace

TEST_SUITE("file") {
  TEST_CASE("a link is neither replaced nor followed, whatever it points to") {
    const Folder folder;
    const fs::path file = folder.path / "file", link = folder.path / "link", dangling = folder.path / "dangling";
    write_text(file, "old");
    fs::create_symlink(file, link), fs::create_symlink(folder.path / "nothing", dangling);
    for (const fs::path& name : {link, dangling}) {
      CHECK(error_of([&] { write_text(name, "new"); }) ==
            name.string() + ": is a link and is not replaced: name the file itself");
      CHECK(fs::is_symlink(name));
    }
    CHECK(read_text(file) == "old");
    write_text(file, "new");
    CHECK(read_text(file) == "new");
    CHECK(error_of([&] { write_text(folder.path, "new"); }).find("is not a regular file") != std::string::npos);
    CHECK(std::distance(fs::directory_iterator(folder.path), fs::directory_iterator()) == 3);
  }

  TEST_CASE("JSON is the whole text, without NUL bytes and with each key once") {
    CHECK(parse_json(R"({"a": [1, {"a": 2}]})", "x")["a"][1]["a"] == 2);
    CHECK(error_of([] { parse_json(std::string("{}\0", 3), "x"); }) == "x: holds a NUL byte");
    CHECK(error_of([] { parse_json(std::string("{}\0{}", 5), "x"); }) == "x: holds a NUL byte");
    CHECK(error_of([] { parse_json("{} {}", "x"); }) == "x: is no JSON");
    CHECK(error_of([] { parse_json("", "x"); }) == "x: is no JSON");
    CHECK(error_of([] { parse_json("1e999", "x"); }) == "x: is no JSON");
    CHECK(error_of([] { parse_json(R"({"a": 1, "b": {"a": 1, "a": 2}})", "x"); }) == "x: has the key 'a' twice");
  }

  TEST_CASE("a journal that was added to is not used") {
    const Folder folder;
    const fs::path file = folder.path / "journal.json";
    Journal journal(file, "key");
    journal.add("cell", {Leaf{{{0, 1}}, "x"}});
    journal.flush();
    CHECK(Journal(file, "key").find("cell").has_value());
    CHECK_FALSE(Journal(file, "another").find("cell").has_value());
    std::ofstream(file, std::ios::app) << '\0' << "more";
    CHECK_FALSE(Journal(file, "key").find("cell").has_value());
  }

  TEST_CASE("what steers a terminal, and what is no UTF-8, is printed as an escape of JSON") {
    CHECK(printable("a\tb\n\x7f é φ 𝛼 \xe6\xbc\xa2") == "a\tb\n\\u007f é φ 𝛼 \xe6\xbc\xa2");
    CHECK(printable("\x1b[31m\r\xc2\x9b") == "\\u001b[31m\\u000d\\u009b");
    CHECK(printable("\xe2\x80\xae\xe2\x81\xa6\xd8\x9c\xe2\x80\xa8\xef\xbb\xbf") ==
          "\\u202e\\u2066\\u061c\\u2028\\ufeff");
    CHECK(printable("\xf3\xa0\x81\x81") == "\\udb40\\udc41");  // U+E0041, an invisible A
    CHECK(printable("\xff\xc3") == "\\u00ff\\u00c3");
    CHECK(printable("\xc0\x9b") == "\\u00c0\\u009b");             // overlong
    CHECK(printable("\xed\xa0\x80") == "\\u00ed\\u00a0\\u0080");  // a surrogate
    CHECK(printable("\xf4\x90\x80\x80").starts_with("\\u00f4"));  // beyond U+10FFFF
    CHECK(parse_json("\"" + printable("\xe2\x80\xae\xf3\xa0\x81\x81") + "\"", "x") == "\xe2\x80\xae\xf3\xa0\x81\x81");
  }

  TEST_CASE("a word for the shell comes out of bash as it went in, and plain words are plain") {
    CHECK(shell_word("path/to/file_1.toml") == "path/to/file_1.toml");
    for (const std::string word :
         {"", "a b", "it's", "$(touch x)`touch y`", "a'b\"c\\d", "~", "*", "-x;y", "\n", "a\tb\n'\\1", "\x1b[31m7",
          "\xc2\x9b\xe2\x80\xae\xff' $x", "é φ", "!!", "a=b{c,d}"}) {
      CAPTURE(word);
      CHECK(from_bash("printf %s " + shell_word(word)) == word);
      CHECK(printable(shell_word(word)) == shell_word(word));
      CHECK(shell_word(word).find('\n') == std::string::npos);
    }
  }

  TEST_CASE("a fence is longer than every run of backticks in what it holds") {
    CHECK(code_fence("a `b`") == "```");
    CHECK(code_fence("```") == "````");
    CHECK(code_fence("x````` ```") == "``````");
  }

  TEST_CASE("decimals have a point where the locale has a comma") {
    const Folder folder;
    const ScopedBits bits(128);
    const std::string before = std::setlocale(LC_NUMERIC, nullptr);
    const auto texts = [] {
      std::string out;
      for (const Rational& x : {Rational(1, 3), Rational(-20000), Rational(1, 1024), Rational(-1, 7)})
        for (const int digits : {1, 2, 30}) {
          const auto [low, high] = decimal_endpoints(Ball(x), digits);
          out += low + " " + high + " ";
        }
      return out;
    };
    const std::string plain = texts();
    CHECK(plain.starts_with(
        "3e-01 4e-01 3.3e-01 3.4e-01 3.33333333333333333333333333333e-01 3.333333333333333333333333"));
    CHECK(plain.find("-2e+04 -2e+04 -2.0e+04 -2.0e+04 ") != std::string::npos);
    const std::string name = comma_locale(folder.path);
    if (name.empty()) {
      MESSAGE("skipped: no locale with a decimal comma");
      return;
    }
    CHECK(std::string(std::localeconv()->decimal_point) == ",");
    CHECK(texts() == plain);
    std::setlocale(LC_NUMERIC, before.c_str());
  }
}
