/**
 * The page's own reckoning never goes back, whatever is done to the machine's clock. Vue passes over a handler that by
 * `Date.now` was attached later than its event: a clock that somebody set back would leave keys without effect until it had
 * caught up. Loaded before anything else.
 */
const began = Date.now() - performance.now()

Date.now = () => Math.floor(began + performance.now())

export {}
