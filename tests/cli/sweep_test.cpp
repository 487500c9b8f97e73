// Sweeps, cell by cell: what a file may ask for, which cell is which, and that no cell costs another.
#include "cli/sweep.hpp"

#include <doctest/doctest.h>

#include "answer.hpp"
#include "dynamics/reduced_ensemble.hpp"

using namespace noiseproof;
using Json = nlohmann::json;

namespace {

const std::string kShort = "[annealing]\neta = 0.1\nepochs = 2\nsteps = 20\nrho_w = 12\nrho_a = 1\nfactor = 0.1\n";

/// A sweep file with these lines in place of, or after, the usual ones.
std::string sweep_text(const std::map<std::string, std::string>& changed = {}) {
  std::map<std::string, std::string> fields{{"k", "[2, 3]"},
                                            {"p", "[2, 4]"},
                                            {"r", "[\"1/2\", 2]"},
                                            {"schedules", "[\"s.toml\"]"},
                                            {"starts", "[\"random\", \"spurious\"]"},
                                            {"runs", "3"}};
  for (const auto& [key, value] : changed) fields[key] = value;
  std::string out;
  for (const auto& [key, value] : fields)
    if (!value.empty()) out += key + " = " + value + "\n";
  return out;
}

std::vector<Json> lines_of(const std::string& text) {
  std::vector<Json> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(Json::parse(line));
  return out;
}

}  // namespace

TEST_SUITE("cli/sweep") {
  TEST_CASE("a sweep file is read whole, and what it may not ask for is refused by field") {
    const Workplace place("sweep_file");
    place.file("s.toml", kShort);
    const auto read = [&](const std::map<std::string, std::string>& changed) {
      return read_sweep(place.file("sweep.toml", sweep_text(changed)));
    };
    const auto error = [&](const std::map<std::string, std::string>& changed) {
      try {
        read(changed);
      } catch (const Error& e) {
        return std::string(e.what());
      }
      return std::string();
    };
    const auto refused = [&](const std::map<std::string, std::string>& changed, const std::string& why) {
      const std::string message = error(changed);
      CAPTURE(message);
      CHECK(message.find(why) != std::string::npos);
    };
    const Sweep sweep = read({{"norm", "\"3/2\""}, {"seed", "7"}, {"injection", "\"raw\""}});
    CHECK(sweep.cells() == 16);
    CHECK(sweep.norm == Rational(3, 2));
    CHECK(sweep.seed == 7);
    CHECK(sweep.runs == 3);
    CHECK(sweep.injection == Injection::raw);
    CHECK(sweep.schedule_texts.at("s.toml") == kShort);
    const Sweep plain = read({{"runs", ""}, {"injection", "\"normalized\""}});
    CHECK(plain.runs == 200);
    CHECK(plain.injection == Injection::normalized);
    CHECK(
        error({{"k", "[100000]"}, {"p", "[100000]"}, {"seed", "0"}, {"runs", "10000000"}, {"norm", "10000"}}).empty());
    CHECK(error({{"k", "[1]"}, {"r", "[1]"}, {"norm", "\"1/10000\""}, {"runs", "1"}}).empty());
    refused({{"k", "[100001]"}}, "sweep.toml: k: must hold integers from 1 to 100000");
    refused({{"k", "[0]"}}, "k: must hold integers from 1");
    refused({{"p", "[1]"}}, "p: must be at least 2");
    refused({{"p", "[\"2\"]"}}, "p: must hold integers");
    refused({{"starts", "[\"middle\"]"}}, "starts: must be random or spurious");
    refused({{"starts", "[1]"}}, "starts: must hold texts");
    refused({{"starts", ""}}, "starts: must be a list that is not empty");
    refused({{"r", "[]"}}, "r: must be a list that is not empty");
    refused({{"r", "[\"2.0001\"]"}}, "is impossible at k = 2");
    refused({{"r", "[-1]"}}, "-1 is impossible at k = 2");
    refused({{"k", "[1]"}, {"r", "[0]"}}, "0 is impossible at k = 1");
    refused({{"norm", "0"}}, "norm: must be positive");
    refused({{"norm", "\"0.00009\""}}, "norm: must be from 1/10000 to 10000");
    refused({{"norm", "10001"}}, "norm: must be from 1/10000 to 10000");
    refused({{"runs", "0"}}, "runs: must be an integer from 1 to 10000000");
    refused({{"runs", "10000001"}}, "runs: must be an integer from 1");
    refused({{"seed", "-1"}}, "seed: must be an integer of at least 0");
    refused({{"injection", "\"both\""}}, "injection: must be raw or normalized");
    refused({{"noise", "1"}}, "noise: unknown field");
    refused({{"schedules", "[\"none.toml\"]"}}, "none.toml: no such file");
    place.file("bad.toml", "epoch = 3\n");
    refused({{"schedules", "[\"bad.toml\"]"}}, "bad.toml: epoch: must be a list");
    std::string many = "[1";
    for (int i = 1; i < 1000; ++i) many += ", 1";
    CHECK(error({{"k", many + "]"}, {"r", many + "]"}, {"p", "[2]"}, {"starts", "[\"random\"]"}}).empty());
    refused({{"k", many + "]"}, {"r", many + "]"}, {"p", "[2]"}}, "asks for more than 1000000 cells");
  }

  TEST_CASE("a shard is i/n with 1 <= i <= n") {
    CHECK(parse_shard("2/5").index == 2);
    CHECK(parse_shard("2/5").count == 5);
    CHECK(parse_shard("5/5").index == 5);
    CHECK(parse_shard("999999/999999").count == 999999);
    for (const char* text :
         {"", "2", "/", "1/", "/2", "0/2", "3/2", "-1/2", "1/2/3", "1 /2", "1/1000000", "a/b", "0x1/2"})
      CHECK_THROWS_AS(parse_shard(text), Error);
  }

  TEST_CASE("cells are numbered with the last list fastest, and each is what an ensemble of its own gives") {
    const Workplace place("sweep_cells");
    place.file("s.toml", kShort);
    const Sweep sweep =
        read_sweep(place.file("sweep.toml", sweep_text({{"seed", "5"}, {"norm", "2"}, {"injection", "\"raw\""}})));
    REQUIRE(run_sweep(sweep, place.path / "out", {}) == 0);
    const std::vector<Json> lines = lines_of(place.read("out/results.jsonl"));
    REQUIRE(lines.size() == 17);
    CHECK(lines[0]["format"] == "noiseproof sweep 1");
    CHECK(lines[0]["cells"] == 16);
    CHECK(lines[0]["sweep"] == sweep.text);
    CHECK(lines[0]["schedules"]["s.toml"] == kShort);
    std::size_t at = 1;
    for (const int k : {2, 3})
      for (const int p : {2, 4})
        for (const char* r : {"1/2", "2"})
          for (const char* start : {"random", "spurious"}) {
            const Json& line = lines[at];
            CAPTURE(line);
            CHECK(line["cell"] == static_cast<long>(at++) - 1);
            CHECK(line["k"] == k);
            CHECK(line["p"] == p);
            CHECK(line["r"] == r);
            CHECK(line["start"] == start);
            CHECK(line["schedule"] == "s.toml");
            CHECK(line["steps"] == 40);
            CHECK(line["runs"] == 3);
            Instance instance;
            instance.k = k, instance.p = p, instance.r = parse_rational(r, "t"), instance.norm_sq = 4;
            EnsembleOptions options;
            options.seed = 5, options.runs = 3, options.injection = Injection::raw;
            options.start = std::string(start) == "random" ? Start::random : Start::spurious;
            const EnsembleResult expected =
                run_reduced_ensemble(Problem(instance), parse_schedule(kShort, "s"), options);
            CHECK(line["mean_distance"] == Json::parse(Json(expected.mean_distance()).dump()));
            long all = 0;
            for (const Outcome o :
                 {Outcome::reached, Outcome::basin, Outcome::trapped, Outcome::neither, Outcome::diverged}) {
              CHECK(line[std::string(name(o))] == expected.count(o));
              all += line[std::string(name(o))].get<long>();
            }
            CHECK(all == 3);
            const Proportion bounds = clopper_pearson(expected.count(Outcome::reached), 3, 0.99);
            CHECK(line["lower"].get<double>() == doctest::Approx(bounds.lower));
            CHECK(line["upper"].get<double>() == doctest::Approx(bounds.upper));
          }
  }

  TEST_CASE("shards, a stop and a torn line give the bytes of one run; cells that are there are not run again") {
    const Workplace place("sweep_shards");
    place.file("s.toml", kShort);
    const Sweep sweep = read_sweep(place.file("sweep.toml", sweep_text()));
    int cells = 0;
    double share = 0;
    SweepOptions options;
    options.progress = [&](double done, const std::string&) { ++cells, share = done; };
    REQUIRE(run_sweep(sweep, place.path / "whole", options) == 0);
    CHECK(cells == 16);
    CHECK(share == doctest::Approx(15.0 / 16));
    const std::string whole = place.read("whole/results.jsonl");
    std::vector<std::filesystem::path> shards;
    for (const int i : {3, 1, 2}) {
      options.shard = {i, 3};
      shards.push_back(place.path / ("shard" + std::to_string(i)));
      cells = 0;
      CHECK(run_sweep(sweep, shards.back(), options) == 0);
      CHECK(cells == (i == 1 ? 6 : 5));
    }
    CHECK(lines_of(place.read("shard2/results.jsonl"))[1]["cell"] == 1);
    merge_sweeps(shards, place.path / "merged");
    CHECK(place.read("merged/results.jsonl") == whole);
    options.shard = {};
    options.jobs = 1;
    int asked = 0;
    options.interrupted = [&] { return ++asked > 40; };
    CHECK_FALSE(run_sweep(sweep, place.path / "stopped", options).has_value());
    CHECK_FALSE(std::filesystem::exists(place.path / "stopped/results.jsonl"));
    const std::size_t held = lines_of(place.read("stopped/journal.jsonl")).size() - 1;
    CHECK(held > 0);
    CHECK(held < 16);
    std::ofstream(place.path / "stopped/journal.jsonl", std::ios::app) << "{\"cell\":15,\"k\"";
    options.interrupted = nullptr;
    cells = 0;
    CHECK(run_sweep(sweep, place.path / "stopped", options) == 0);
    CHECK(cells == 16 - static_cast<int>(held));
    CHECK(place.read("stopped/results.jsonl") == whole);
    CHECK_THROWS_AS(merge_sweeps({shards[0], shards[1]}, place.path / "part"), Error);
    CHECK_THROWS_AS(merge_sweeps({place.path / "none"}, place.path / "part"), Error);
    CHECK_FALSE(std::filesystem::exists(place.path / "part"));
    // Two shards that tell of one cell differently, or twice the same.
    std::string other = place.read("shard1/results.jsonl");
    other.replace(other.find("\"runs\":3"), 8, "\"runs\":4");
    std::filesystem::create_directories(place.path / "other");
    place.file("other/results.jsonl", other);
    CHECK_THROWS_AS(merge_sweeps({place.path / "whole", place.path / "other"}, place.path / "part"), Error);
    // A shard of another sweep.
    std::string foreign = place.read("shard2/results.jsonl");
    std::filesystem::create_directories(place.path / "foreign");
    place.file("foreign/results.jsonl", foreign.insert(1, "\"another\":0,"));
    std::vector<std::filesystem::path> mixed = shards;
    mixed[2] = place.path / "foreign";
    CHECK_THROWS_AS(merge_sweeps(mixed, place.path / "part"), Error);
    merge_sweeps({place.path / "shard1", place.path / "whole"}, place.path / "twice");
    CHECK(place.read("twice/results.jsonl") == whole);
  }

  TEST_CASE("a folder of another sweep, or with a line that is no cell, is refused") {
    const Workplace place("sweep_refused");
    place.file("s.toml", kShort);
    const auto message = [&](const std::string& journal) {
      std::filesystem::create_directories(place.path / "out");
      place.file("out/journal.jsonl", journal);
      try {
        run_sweep(read_sweep(place.file("sweep.toml", sweep_text())), place.path / "out", {});
      } catch (const Error& e) {
        return std::string(e.what());
      }
      return std::string();
    };
    const Sweep sweep = read_sweep(place.file("sweep.toml", sweep_text()));
    run_sweep(sweep, place.path / "good", {});
    const std::string good = place.read("good/journal.jsonl"), head = good.substr(0, good.find('\n') + 1);
    CHECK(message(head).empty());
    CHECK(message("{}\n").find("holds the results of another sweep") != std::string::npos);
    CHECK(message(head + "{\"cell\":\"1\"}\n").find("holds a line that is no cell") != std::string::npos);
    CHECK(message(head + "{\"cell\":1}\n").find("holds a line that is no cell") != std::string::npos);
    CHECK(message(head + "[]\n").find("holds a line that is no cell") != std::string::npos);
    CHECK(message(head + "{\"cell\":1,\"reached\":0}\n{\"cell\":1,\"reached\":2}\n")
              .find("holds two results for cell 1") != std::string::npos);
  }

  TEST_CASE("what merges is a sweep's own: its format, a number of cells, and none that it does not have") {
    const Workplace place("sweep_merged");
    std::filesystem::create_directories(place.path / "shard");
    const auto merged = [&](const std::string& head, const std::string& cells) {
      place.file("shard/results.jsonl", head + "\n" + cells);
      return noiseproof_answer({"merge", place.at("shard"), "--out", place.at("merged")});
    };
    const std::string cell = "{\"cell\":0,\"reached\":1}\n";
    const auto head = [](const std::string& cells) {
      return "{\"format\":\"noiseproof sweep 1\",\"cells\":" + cells + "}";
    };
    CHECK(merged(head("1"), cell).code == 0);
    for (const char* cells : {"-3", "18446744073709551615", "1000001", "\"1\"", "1.0", "null"})
      CHECK(merged(head(cells), cell).complains("holds no sweep"));
    CHECK(merged("{\"format\":[\"noiseproof sweep 1\"],\"cells\":1}", cell).complains("holds no sweep"));
    CHECK(merged(head("1"), cell + "{\"cell\":7,\"reached\":1}\n").complains("that the sweep does not have"));
    CHECK(merged(head("1"), cell + "{\"cell\":-1,\"reached\":1}\n").complains("that the sweep does not have"));
    CHECK(merged(head("1"), "{\"cell\":0}\n").complains("holds a line that is no cell"));
    std::filesystem::remove_all(place.path / "merged");
    CHECK(merged(head("2"), cell).complains("is in none of the shards"));
    CHECK_FALSE(std::filesystem::exists(place.path / "merged"));
  }

  TEST_CASE("a cell without a schedule says why, the others have their results, and the exit code is 2") {
    const Workplace place("sweep_error");
    place.file("s.toml", kShort);
    const std::string file = place.file("sweep.toml", sweep_text({{"k", "[2]"},
                                                                  {"p", "[2]"},
                                                                  {"r", "[0]"},
                                                                  {"norm", "\"1/10000\""},
                                                                  {"schedules", "[\"designed\", \"s.toml\"]"},
                                                                  {"starts", "[\"spurious\"]"}}));
    const Answer answer = noiseproof_answer({"sweep", file, "--out", place.at("out")});
    CHECK(answer.code == 2);
    CHECK(answer.says("1 cells have no result"));
    const std::vector<Json> lines = lines_of(place.read("out/results.jsonl"));
    REQUIRE(lines.size() == 3);
    CHECK(lines[1]["error"].get<std::string>().find("more than 2^31") != std::string::npos);
    CHECK_FALSE(lines[1].contains("reached"));
    CHECK(lines[2]["schedule"] == "s.toml");
    CHECK(lines[2]["runs"] == 3);
    CHECK_FALSE(lines[2].contains("error"));
    CHECK(noiseproof_answer({"sweep", file, "--out", place.at("out")}).code == 2);
  }

  TEST_CASE("the command: a comment in any encoding, a shard, and the place of the results") {
    const Workplace place("sweep_command");
    place.file("s.toml", kShort);
    const std::string file = place.file("sweep.toml", "# caf\xe9\n" + sweep_text());
    const Answer answer = noiseproof_answer({"sweep", file, "--out", place.at("out"), "--shard", "2/4"});
    CHECK(answer.code == 0);
    CHECK(answer.out == "results: " + place.at("out/results.jsonl") + "\n");
    CHECK(lines_of(place.read("out/results.jsonl")).size() == 5);
    CHECK(noiseproof_answer({"sweep", file, "--out", place.at("out"), "--shard", "2/4"}).code == 0);
    for (const char* i : {"1", "3", "4"})
      noiseproof_answer({"sweep", file, "--out", place.at(std::string("o") + i), "--shard", std::string(i) + "/4"});
    const Answer merged = noiseproof_answer(
        {"merge", place.at("out"), place.at("o1"), place.at("o3"), place.at("o4"), "--out", place.at("all")});
    CHECK(merged.out == "results: " + place.at("all/results.jsonl") + "\n");
    CHECK(lines_of(place.read("all/results.jsonl")).size() == 17);
    CHECK(noiseproof_answer({"sweep", file, "--out", place.at("out"), "--shard", "5/4"})
              .complains("i/n needs 1 <= i <= n"));
    CHECK(noiseproof_answer({"sweep", file, "--out", place.at("sweep.toml")}).complains("cannot be created"));
  }
}
