-- PostgreSQL 的两个角色：数据库的属主建表、升级、导入单位表和恢复；日常 serve、enrol、devices、revoke、check 用 zhiban_serve，
-- 它改不了收存的条目和回执，也拿不掉守住它们的触发器。先以属主运行一次（例如 units），表就建好了；再由属主执行本文件，
-- 升级之后再执行一次：
--   psql -d zhiban -f postgresql-roles.sql
-- 登录方式由管理员定：ALTER ROLE zhiban_serve LOGIN PASSWORD '…'
DO $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'zhiban_serve') THEN
        CREATE ROLE zhiban_serve;
    END IF;
END $$;
GRANT USAGE ON SCHEMA public TO zhiban_serve;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO zhiban_serve;
GRANT UPDATE ON log, heads, unit_cursors, codes, devices TO zhiban_serve;
-- 清除到期的正文；触发器只在有清除条目时放行。
GRANT UPDATE (body) ON entries TO zhiban_serve;
GRANT DELETE ON tokens TO zhiban_serve;
