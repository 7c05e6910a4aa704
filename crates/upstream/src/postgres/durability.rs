//! Whether what this server commits lasts: a receipt says "held durably", so the server must mean it too.

use deadpool_postgres::GenericClient;

use super::column;
use crate::database_error::DatabaseError;

/// The settings on which a commit's durability hangs, as this session sees them.
pub(super) async fn problems(client: &impl GenericClient) -> Result<Vec<String>, DatabaseError> {
    let row = client
        .query_one(
            "SELECT current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit'),
                    current_setting('synchronous_standby_names') <> '', (SELECT count(*) FROM pg_stat_replication)",
            &[],
        )
        .await?;
    let (fsync, pages, commit): (String, String, String) =
        (column::get(&row, 0)?, column::get(&row, 1)?, column::get(&row, 2)?);
    let (synchronous, standbys): (bool, i64) = (column::get(&row, 3)?, column::get(&row, 4)?);
    let mut problems = Vec::new();
    if fsync != "on" {
        problems.push(format!("fsync={fsync}，应为 on"));
    }
    if pages != "on" {
        problems.push(format!("full_page_writes={pages}，应为 on"));
    }
    if commit != "on" && commit != "remote_apply" {
        problems.push(format!("synchronous_commit={commit}，应为 on 或 remote_apply"));
    }
    if standbys > 0 && !synchronous {
        problems.push(format!(
            "有 {standbys} 个备用服务器而 synchronous_standby_names 为空：切换到备用时会丢失已发回执的条目"
        ));
    }
    Ok(problems)
}

pub(super) async fn refuse_forgetful(client: &impl GenericClient) -> Result<(), DatabaseError> {
    match problems(client).await?.as_slice() {
        [] => Ok(()),
        found => Err(DatabaseError::NotDurable(format!("PostgreSQL 设置：{}", found.join("；")))),
    }
}
