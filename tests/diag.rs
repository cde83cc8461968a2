//! What people read when something is wrong. To add a case: a book in a few lines, and what should be found in it.

#[path = "diag/explanations.rs"]
mod explanations;
#[path = "diag/formats.rs"]
mod formats;
#[path = "diag/inspect.rs"]
mod inspect;
#[path = "diag/near_misses.rs"]
mod near_misses;
#[path = "diag/rules.rs"]
mod rules;
#[path = "diag/tools.rs"]
mod tools;
#[path = "diag/ten_faults.rs"]
mod ten_faults;
