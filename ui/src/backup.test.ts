import { afterEach, beforeEach, expect, test } from 'vitest'

import { NOW } from './desk.mock'
import { begin, desk, finish, found, open, settle, violations } from './stage.mock'

beforeEach(begin)
afterEach(finish)

const told = { made_at: NOW, size: '1.2MB', trouble: null, folder: '/d/backups', percent: null }

test('the settings say when the desk was backed up last, and why it was not', async () => {
  desk.instead.settings = { backup: { ...told, trouble: '磁盘已满。' } }
  await open('/settings')
  expect(found('daily-backup').text()).toMatch(/上次.*1\.2MB.*\/d\/backups/)
  expect(found('backup-trouble').text()).toContain('磁盘已满')
  expect(await violations()).toEqual([])
})

test('a backup that takes long says how far it is and can be stopped', async () => {
  await open('/settings')
  const release = desk.hold('backup')
  await found('backup').trigger('click')
  desk.instead.settings = { backup: { ...told, percent: 37 } }
  desk.tell(null)
  await settle(50)
  expect(found('backup').text()).toContain('37%')
  await found('backup-stop').trigger('click')
  await settle()
  expect(desk.of('backup_stop')).toHaveLength(1)
  release()
  await settle()
  expect(found('backup-stop').exists()).toBe(false)
})
