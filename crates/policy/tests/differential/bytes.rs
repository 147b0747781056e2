//! What the fuzz targets `differential` and `decide` do (`crates/policy/fuzz`), bounded and on stable Rust: the choices
//! and texts come from a generator of bytes and texts instead of a fuzzer that watches the program.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use rolecall_policy::explain;
use rolecall_policy::explain::render_text;
use serde_json::Value;

use crate::random::Random;
use crate::shrink::shrink;
use crate::{case, generate, odd};

/// Both evaluators answer alike, and the answer can be explained.
fn check(case: &Value) {
    if case::difference(case).is_some() {
        let small = shrink(case.clone(), |case| case::difference(case).is_some());
        panic!("{:?}\n{small:#}", case::difference(&small));
    }
    case::with(case, |request, policies| {
        assert!(!render_text(&explain(request, policies)).is_empty());
    });
}

/// Texts as they occur in policies, pieces of them, and any characters at all.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "arn:aws:s3:::",
            "arn:aws:iam::111111111111:user/",
            "arn:aws:iam::111111111111:role/",
            "arn:aws:sts::111111111111:assumed-role/",
            "s3:",
            "Get",
            "*",
            "?",
            "${",
            "}",
            "${*}",
            "${a}",
            "'",
            ",",
            ":",
            "/",
            "aws:username",
            "1e9",
            "2019-02-30T",
            "10.0.0.0/8",
            "::1",
            "Zg==",
            "true",
            "ß",
            "ſ",
            "K",
            "İ",
            "\u{0}",
            "\u{10ffff}",
            "\u{301}",
            " ",
        ])
        .prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 3_000,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_261_126),
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_choices_make_a_case_that_is_answered_alike(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let case = generate::case(&mut Random::from_bytes(&bytes));
        prop_assert!(case.get("caller").is_some());
        check(&case);
    }

    #[test]
    fn odd_texts_are_answered_alike(
        choices in proptest::collection::vec(any::<u8>(), 0..60),
        texts in proptest::collection::vec(text(), 0..6),
    ) {
        check(&odd::case(&mut Random::from_bytes(&choices), &texts));
    }
}

/// The odd cases are not too odd: most can be read, and both answers occur.
#[test]
fn odd_texts_make_cases_that_can_be_asked() {
    let texts =
        ["s3:GetObject", "arn:aws:s3:::data/\u{0}${x}", "aws:username", "ﬀ*?", "arn:aws:iam::111111111111:user/ana"];
    let (mut read, mut allowed) = (0, 0);
    for number in 0..2_000_u32 {
        let mut bytes = number.to_be_bytes().to_vec();
        bytes.retain(|byte| *byte != 0xff);
        for text in texts {
            bytes.push(0xff);
            bytes.extend(text.as_bytes());
        }
        if let Some(answer) = case::fast(&odd::from_bytes(&bytes)) {
            read += 1;
            allowed += u32::from(answer.is_allowed());
        }
    }
    assert!(read > 1_500, "only {read} could be read");
    assert!(allowed > read / 20 && allowed < read * 9 / 10, "{allowed} of {read} allowed");
}
