/** What `?` shows. */
export interface KeyLine {
  keys: string[]
  what: string
}

export const KEY_LIST: ReadonlyArray<{ title: string; lines: KeyLine[] }> = [
  {
    title: '随处可用',
    lines: [
      { keys: ['F2'], what: '来电；来电栏打开时再按一次：办结' },
      { keys: ['Shift', 'F2'], what: '又来一电' },
      { keys: ['Shift', 'F3'], what: '补记纸上的电话：1接 2拨 3拨·未接通 4拨·占线，Ctrl+Enter补记' },
      { keys: ['Esc'], what: '收起来电栏（来电仍未办结）、关闭面板' },
      { keys: ['?'], what: '按键一览' },
    ],
  },
  {
    title: '当班',
    lines: [
      { keys: ['Enter'], what: '打开第一个时限的事件' },
      { keys: ['1', '…', '9'], what: '打开第几个时限的事件' },
    ],
  },
  {
    title: '事件',
    lines: [
      { keys: ['F3'], what: '拨出登记：数字选对象，0其他（再按数字选常用电话），Enter登记为通，*占线，/无人接听' },
      { keys: ['1', '…', '9'], what: '报告对象栏：已报·通；Enter到表单' },
      { keys: ['F8'], what: '签发：数字选人，填姓名，再按1当面 2电话 3短信 4授权；报后为补签' },
      { keys: ['/', '*', '-'], what: '签发栏：未接通、占线、退改' },
      { keys: ['Ctrl', 'Enter'], what: '系统报送首报（未签发时：先报后签）' },
      { keys: ['F9'], what: '国家系统录入' },
      { keys: ['F6'], what: '变化登记（报送后）：按1伤亡 2灾情稳定 3其他，填谁说的，Enter登记' },
      { keys: ['F10'], what: '办结：按1属实·已报 2本级掌握 3不属实 5移交 6演练，Enter办结' },
      { keys: ['Enter'], what: '下一项；Shift+Enter换行' },
    ],
  },
  {
    title: '填写',
    lines: [
      { keys: ['1', '…', '9'], what: '类型、属地、初判：选一项；情形、敏感：勾上，再按去掉' },
      { keys: ['0'], what: '类型栏：更多类型；写名称里的字，方向键移动，Enter选定' },
      { keys: ['-'], what: '待核（伤亡格中：是否有待核）' },
      { keys: ['0'], what: '伤亡格中：无' },
      { keys: ['+'], what: '伤亡格中：有，人数待核' },
    ],
  },
  {
    title: '国家系统录入',
    lines: [{ keys: ['C'], what: '复制这一项并到下一项；Enter同' }],
  },
]
