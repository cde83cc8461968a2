use std::cell::Cell;

/// How many numbers `range()` may count off on one page or card. Loops over the book's own lists are as long as the book; a loop over
/// numbers, and above all one within another, is how a slip in a template runs for hours.
const BUDGET: usize = 50_000;

thread_local! {
    /// A page is rendered on one thread from beginning to end, and a function of a template is given nothing of ours.
    static LEFT: Cell<usize> = const { Cell::new(BUDGET) };
}

/// Draws something with a budget of its own, and leaves that of whatever it is drawn for as it is: a card must not be drawn on the
/// account of the page that happened to ask for it first.
pub(super) fn apart<T>(draw: impl FnOnce() -> T) -> T {
    let left = LEFT.replace(BUDGET);
    let drawn = draw();
    LEFT.set(left);
    drawn
}

/// The numbers from `start` to below `end`, or what is wrong with that.
pub(super) fn range(start: i64, end: i64, step: i64) -> Result<Vec<i64>, String> {
    let away = step == 0 || (step > 0 && start > end) || (step < 0 && start < end);
    if away {
        return Err(format!("`range` never gets from {start} to {end} by steps of {step}"));
    }
    let count = start.abs_diff(end).div_ceil(step.unsigned_abs());
    let left = LEFT.get();
    match usize::try_from(count).ok().filter(|count| *count <= left) {
        None => Err(format!("`range` counts off more than {BUDGET} numbers on one page")),
        Some(count) => {
            LEFT.set(left - count);
            // `start + n * step` stays between `start` and `end`.
            Ok((0..count as i64).map(|number| start + number * step).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_count_and_stop() {
        assert_eq!(range(0, 3, 1), Ok(vec![0, 1, 2]));
        assert_eq!(range(3, 0, -2), Ok(vec![3, 1]));
        assert_eq!(range(2, 2, 1), Ok(vec![]));
        assert!(range(0, 3, -1).is_err());
        assert!(range(0, 3, 0).is_err());
        assert!(range(i64::MIN, i64::MAX, 1).is_err());
        for _ in 0..5 {
            range(0, 9_999, 1).expect("within the budget");
        }
        assert!(range(0, 100, 1).is_err());
        assert!(apart(|| range(0, 100, 1)).is_ok());
        assert!(range(0, 100, 1).is_err());
    }
}
