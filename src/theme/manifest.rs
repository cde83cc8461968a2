use std::collections::BTreeMap;

use serde::Deserialize;

/// The theme contract that this binary speaks: rises when a template of yesterday would break.
pub(super) const API: u32 = 1;

/// `theme.toml`: what is loaded where. A key that an override leaves out keeps the default theme's value.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Manifest {
    /// What the theme is called.
    pub(super) name: Option<String>,
    /// The contract it was written for, see [`API`].
    pub(super) api: Option<u32>,
    /// Style sheets of every page, from `styles/`, in their order; they become one file.
    pub(super) styles: Option<Vec<String>>,
    /// Scripts of every page, from `scripts/`.
    pub(super) scripts: Option<Scripts>,
    /// What pages with a block, or of a kind, load besides; by the block's or the kind's name.
    pub(super) features: Option<BTreeMap<String, Feature>>,
    /// Its colours, and the backgrounds that they must be readable on.
    pub(super) brand: Option<Brand>,
}

/// `[scripts]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Scripts {
    /// Runs before the first paint: must be tiny.
    pub(super) first: String,
    /// The others; they become one file, loaded without holding up the page.
    #[serde(default)]
    pub(super) page: Vec<String>,
}

/// `[features.<name>]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Feature {
    /// From `styles/`.
    #[serde(default)]
    pub(super) styles: Vec<String>,
    /// From `scripts/`, in their order.
    #[serde(default)]
    pub(super) scripts: Vec<String>,
    /// A group of words that the scripts say, loaded before them as a script of its own.
    pub(super) words: Option<String>,
    /// What the scripts are called as one file; without it each is a file of its own, which other features can share.
    pub(super) bundle: Option<String>,
}

/// `[brand]`, as `#rrggbb`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Brand {
    /// Where `[site] accent` is not set.
    pub(super) accent: String,
    /// Where `[site] second` is not set.
    pub(super) second: String,
    /// In the light scheme, the background on which text has the least contrast.
    pub(super) light: String,
    /// In the dark scheme, the same.
    pub(super) dark: String,
}

impl Manifest {
    /// The keys of `over`, and this one's where it has none.
    pub(super) fn overlaid(self, over: Manifest) -> Manifest {
        let mut features = self.features.unwrap_or_default();
        features.extend(over.features.unwrap_or_default());
        Manifest {
            name: over.name.or(self.name),
            api: over.api.or(self.api),
            styles: over.styles.or(self.styles),
            scripts: over.scripts.or(self.scripts),
            features: Some(features),
            brand: over.brand.or(self.brand),
        }
    }
}
