use prepbook::*;
fn main() {
    let t = std::time::Instant::now();
    let disk = load::Folder::open(std::path::Path::new(&std::env::args().nth(1).unwrap())).unwrap();
    let mut cache = cache::Cache::default();
    match pipeline::understand(&disk, &Default::default(), &mut cache) {
        Ok(mut u) => {
            u.report.sort(&u.sources);
            print!("{}", diag::format::render(&u.report, &u.sources, diag::format::Format::Full, Default::default()));
            println!(
                "{} pages {} banks {} questions {} claims {:?}",
                u.book.pages.len(),
                u.book.banks.len(),
                u.book.banks.iter().map(|b| b.questions.len()).sum::<usize>(),
                u.book.claims.len(),
                t.elapsed()
            );
        }
        Err((r, s)) => print!("{}", diag::format::render(&r, &s, diag::format::Format::Full, Default::default())),
    }
}
