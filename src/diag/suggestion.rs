/// The candidate that `word` was probably meant to be, if one is near enough: at most a third of its letters differ.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let length = word.chars().count();
    let allowed = (length / 3).max(1);
    candidates
        .into_iter()
        .filter_map(|candidate| {
            // Most of a large book's ids are ruled out by their length, which is quick to see.
            let difference = candidate.chars().count().abs_diff(length);
            // `wrong` for `wrong-belief`, and `opening` for `open`.
            let begins = || {
                let candidate = candidate.to_lowercase();
                length > 2 && candidate.starts_with(&word) || candidate.len() > 2 && word.starts_with(&candidate)
            };
            if difference > allowed {
                return begins().then_some((difference, candidate));
            }
            let distance = strsim::osa_distance(&word, &candidate.to_lowercase());
            (distance <= allowed || begins()).then_some((distance, candidate))
        })
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_told_from_another_word() {
        let words = ["safe", "careful", "avoid", "wrong-belief"];
        assert_eq!(nearest("save", words), Some("safe"));
        assert_eq!(nearest("Avoid", words), Some("avoid"));
        assert_eq!(nearest("wrong", words), Some("wrong-belief"));
        assert_eq!(nearest("carefully", words), Some("careful"));
        assert_eq!(nearest("dangerous", words), None);
        assert_eq!(nearest("", words), None);
    }
}
