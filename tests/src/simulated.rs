//! A province in one process: desks and an upstream as they are, and between them whatever networks, machines and clocks
//! do to them. One seed is one life, the same each time.
//!
//! ```ignore
//! let story = simulated::life(7); // panics, and says ZHIBAN_SEED=7, where an inquiry would find something
//! ```

mod desk;
mod faults;
mod front_door;
mod inquiry;
mod ledger;
mod machine;
mod officer;
mod province;
mod put_back;
mod reissues;
mod seeds;
mod story;
mod weather;
mod world;

pub use seeds::{Lived, live_through};
pub use story::{Story, TROUBLES};

use world::World;

/// Lives through one seed, heals, and lets the inquiry ask. What happened.
pub fn life(seed: u64) -> Story {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let mut world = World::lived_through(seed).await;
        world.heals().await;
        world.is_inquired_into().await;
        world.story_with_its_log()
    })
}
