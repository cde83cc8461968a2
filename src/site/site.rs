use std::collections::BTreeMap;

use super::Artifact;

/// The whole site: every file by its path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    artifacts: BTreeMap<String, Artifact>,
}

impl Site {
    /// Adds a file. Two for one path are a fault of `plan`, which gives out addresses; the first one stays and the second is given back.
    pub fn add(&mut self, artifact: Artifact) -> Result<(), Artifact> {
        match self.artifacts.entry(artifact.path.clone()) {
            std::collections::btree_map::Entry::Vacant(entry) => {
                entry.insert(artifact);
                Ok(())
            }
            std::collections::btree_map::Entry::Occupied(_) => Err(artifact),
        }
    }

    /// The file at this path.
    pub fn get(&self, path: &str) -> Option<&Artifact> {
        self.artifacts.get(path)
    }

    /// All files in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = &Artifact> {
        self.artifacts.values()
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.artifacts.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.artifacts.is_empty()
    }
}
