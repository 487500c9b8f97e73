"""The Python package: exact values, the program's own words on bad input, and what it prints as it prints it."""

import doctest
import json
import os
import subprocess
import tempfile
import unittest
from fractions import Fraction
from unittest import mock

import noiseproof
from noiseproof import Instance, Interval, NoiseproofError


def printed(*words):
    return json.loads(subprocess.run([noiseproof.program(), *words, "--json"], capture_output=True, check=False).stdout)


class IntervalTest(unittest.TestCase):

    def test_decimals_are_rounded_outward_and_no_wider_than_a_unit(self):
        for numerator in (1, -1, 999999, -999999, 1000001, 12345678901, -5):
            for denominator in (3, 7, 1, 10**9, 99999, 2**60):
                x = Fraction(numerator, denominator)
                for digits in (1, 3, 12):
                    lower, upper = map(Fraction, Interval(x, x).to_decimal(digits)[1:-1].split(", "))
                    self.assertTrue(lower <= x <= upper)
                    self.assertLessEqual(upper - lower, abs(x) * Fraction(10)**(1 - digits))

    def test_questions_are_about_every_number(self):
        one, two = Interval(Fraction(1), Fraction(2)), Interval(Fraction(2), Fraction(3))
        self.assertTrue(one.overlaps(two) and one.contains(2) and one.contains("3/2"))
        self.assertFalse(one.is_below(two) or one.contains(Fraction(2) + Fraction(1, 10**30)))
        self.assertTrue(one.is_below(3))
        with self.assertRaises(ValueError):
            Interval(Fraction(1), Fraction(0))


class CommandsTest(unittest.TestCase):

    def test_a_threshold_has_the_program_s_exact_ends(self):
        found = noiseproof.threshold(k=4, p=3, r="1/3", variant="normalized", digits=20)
        exact = printed("threshold", "--k", "4", "--p", "3", "--r", "1/3", "--variant", "normalized", "--digits", "20")
        self.assertEqual([found.level.lower, found.level.upper], [Fraction(x) for x in exact["exact"]])
        self.assertLess(found.level.width, Fraction(1, 10**17))
        self.assertFalse(found.level.overlaps(noiseproof.threshold(k=5, p=3, r="1/3", variant="normalized").level))
        self.assertIsNone(noiseproof.threshold(k=4, p=3, r=4).level)

    def test_at_r_0_half_of_all_starts_are_trapped_and_at_r_1_fewer(self):
        self.assertTrue(noiseproof.trapping_probability(Instance(2, 2, 0), width="1/50").probability.contains("1/2"))
        fewer = noiseproof.trapping_probability(Instance(4, 3, 1), width="1/20")
        self.assertTrue(fewer.reached and fewer.probability.is_below("1/2"))

    def test_critical_points_of_a_teacher_given_by_vectors(self):
        points = noiseproof.critical_points(Instance(k=3, p=4, a_star=[1, -2, "1/3"], w_star=[1, 2, 0, -1]), digits=20)
        self.assertEqual([p.kind for p in points], ["global optimum", "spurious point", "saddle sphere"])
        self.assertEqual(points[0].loss, Interval(Fraction(0), Fraction(0)))
        self.assertTrue(points[0].alpha.contains(1 + 4 + Fraction(1, 9)))
        self.assertTrue(points[1].loss.is_below(points[2].loss))
        for point in points:
            self.assertEqual(sum(times for _, times in point.spectrum), 4 - 1 + 3)

    def test_the_loss_at_the_teacher_is_0_and_elsewhere_that_of_eval(self):
        instance = Instance(k=2, p=2, a_star=[1, 2])
        at_teacher = noiseproof.evaluate([1, 0], [1, 2], instance)
        self.assertEqual((at_teacher.loss, at_teacher.grad_w), (0, [0, 0]))
        self.assertGreater(noiseproof.evaluate(["3/5", "4/5"], [1, 2], instance).loss, 0)

    def test_a_designed_schedule_is_run_as_it_is(self):
        instance = Instance(4, 3, 1)
        epochs = noiseproof.schedule(instance)
        found = noiseproof.escape(instance, runs=30, start="spurious", schedule=epochs, seed=7)
        self.assertEqual(sum(found.outcomes.values()), 30)
        self.assertEqual(found.schedule, epochs)
        self.assertEqual(found, noiseproof.escape(instance, runs=30, start="spurious", schedule=epochs, seed=7, jobs=1))
        self.assertLessEqual(found.lower, found.success_rate)

    def test_verify_gives_claims_by_id_and_stem_with_their_checks(self):
        report = noiseproof.verify(Instance(3, 4, "1/2"), ["C07", "C08"])
        self.assertEqual((report.exit_code, [c.id for c in report.claims]), (0, ["C07", "C08"]))
        self.assertIs(report["C07"], report["spurious_is_local_minimum"])
        self.assertTrue(all(check.verdict == "proved" for check in report["C08"].checks))
        self.assertIn("<td>C08</td>", report._repr_html_())
        with self.assertRaises(KeyError):
            report["C99"]
        above = noiseproof.verify(Instance(1, 2, 1), ["C07"])
        self.assertNotEqual(above["C07"].headline, report["C07"].headline)

    def test_formulas_by_text_and_by_file_and_a_wrong_one_is_refuted(self):
        text = 'claims = "threshold_r"\nexpression = "(k+pi-1)/pi"\n'
        self.assertEqual([c.verdict for c in noiseproof.check_formula(text)], ["agrees"])
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "wrong.toml")
            with open(path, "w", encoding="utf-8") as file:
                file.write(text.replace("-1", "-2"))
            self.assertEqual([c.verdict for c in noiseproof.check_formula(path)], ["refuted"])

    def test_the_doctests_of_the_package(self):
        self.assertEqual(doctest.testmod(noiseproof).failed, 0)


class BadInputTest(unittest.TestCase):

    def test_the_program_s_line_is_the_error(self):
        for wrong, line in ((lambda: noiseproof.critical_points(Instance(k=0)), "network.k: 0 is too small"),
                            (lambda: noiseproof.verify(claims="C99"), "C99"),
                            (lambda: noiseproof.threshold(k=4, r=5), "r"),
                            (lambda: noiseproof.verify(activation="act:w", claims="C01"), "unknown name 'w'")):
            with self.assertRaises(NoiseproofError) as raised:
                wrong()
            self.assertIn(line, str(raised.exception))
            self.assertEqual(len(str(raised.exception).splitlines()), 1)

    def test_numbers_that_are_none_are_refused_here(self):
        for wrong in ("x", "1/0", float("nan")):
            with self.assertRaises((ValueError, ZeroDivisionError)):
                Instance(r=wrong).to_toml()

    def test_without_the_program_that_is_said(self):
        with mock.patch.dict(os.environ, {"NOISEPROOF": "/nowhere/noiseproof"}):
            with self.assertRaises(NoiseproofError) as raised:
                noiseproof.critical_points()
            self.assertIn("/nowhere/noiseproof", str(raised.exception))
        with mock.patch.dict(os.environ, {"NOISEPROOF": "", "PATH": ""}):
            with self.assertRaises(NoiseproofError):
                noiseproof.program()


if __name__ == "__main__":
    unittest.main()
