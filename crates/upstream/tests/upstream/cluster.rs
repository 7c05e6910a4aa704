//! A PostgreSQL server of the test process's own, real and durable: it ends when the process does, however that ends.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;

/// Makes a cluster, says where, serves until its input ends, and clears away. PostgreSQL refuses to run as root.
const SERVE: &str = r#"
set -eu
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
dir=$(mktemp -d /tmp/zhiban-postgres.XXXXXX)
as=
if [ "$(id -u)" = 0 ]; then
    chown postgres "$dir"
    as="setpriv --reuid=postgres --regid=postgres --clear-groups"
fi
cd "$dir"
$as "$bin/initdb" --pgdata="$dir/data" --username=postgres --auth=trust --encoding=UTF8 --locale=C --no-sync >/dev/null
$as "$bin/postgres" -D "$dir/data" -k "$dir" -h "" -c max_connections=400 >"$dir/log" 2>&1 &
server=$!
until $as "$bin/psql" -h "$dir" -U postgres -qAtc "SHOW fsync" 2>/dev/null; do
    kill -0 $server 2>/dev/null || { cat "$dir/log" >&2; exit 1; }
    sleep 0.05
done
echo "$dir"
cat >/dev/null
kill -INT $server
wait $server || true
rm -rf "$dir"
"#;

/// The running server.
pub(crate) struct Cluster {
    /// Folder of its socket.
    pub(crate) socket: String,
    /// Its input is open for as long as this process lives.
    _serving: Child,
}

/// Started by whichever test asks first.
pub(crate) static CLUSTER: LazyLock<Cluster> = LazyLock::new(|| {
    let mut serving =
        Command::new("sh").args(["-c", SERVE]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(serving.stdout.take().unwrap()).lines();
    assert_eq!(said.next().unwrap().unwrap(), "on", "fsync is on: what is committed here lasts");
    Cluster { socket: said.next().unwrap().unwrap(), _serving: serving }
});

impl Cluster {
    /// The address of a database of this name.
    pub(crate) fn address(&self, database: &str) -> String {
        format!("postgres://postgres@{}/{database}", self.socket.replace('/', "%2F"))
    }

    /// A client beside ours.
    pub(crate) fn psql(&self, database: &str) -> Command {
        let mut psql = Command::new("psql");
        psql.args(["-h", &self.socket, "-U", "postgres", "-d", database, "-qAtX", "-v", "ON_ERROR_STOP=1"]);
        psql
    }
}
