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
      { keys: ['F12'], what: '值班登录、换人、锁定：按数字选人，输登录码，Enter' },
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
      { keys: ['Ctrl', 'Enter'], what: '系统报送正在写的这份（未签发时：先报后签）' },
      { keys: ['F9'], what: '国家系统录入：最早一份还没录入的' },
      { keys: ['F6'], what: '变化登记（报送后）：按1伤亡 2灾情稳定 3其他，填谁说的，Enter登记' },
      { keys: ['F7'], what: '报送前疑似重复：1并入那一起，2不是同一起' },
      { keys: ['F7'], what: '报送后：按1续报 2终报 3情况更正 4更正·撤回；不属实办结后直接写更正' },
      { keys: ['Shift', 'F7'], what: '正在写的续报、终报、更正不报了（可再开始）' },
      { keys: ['F4'], what: '系统正文、纸质、毗邻通报、补报说明轮换；纸质按数字选主送，C复制，P打印' },
      { keys: ['Shift', 'F4'], what: '过程留痕' },
      { keys: ['Shift', 'F9'], what: '认领以值班岗位报送的这一份' },
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
      { keys: ['*'], what: '来源、时间格中：加一行来源；伤亡格中：更多人数' },
      { keys: ['/'], what: '常用语：再按数字填入，0更多；连按两次写斜杠' },
    ],
  },
  {
    title: '正文',
    lines: [{ keys: ['1', '2'], what: '不一致处：1按字段改正文，2按正文改字段，Enter离开；手改后按Esc到第一处' }],
  },
  {
    title: '事件列表、期号登记',
    lines: [
      { keys: ['F4'], what: '事件列表：期号登记；Esc返回' },
      { keys: ['1', '…', '9'], what: '期号登记：选年份；缺号说明写一句按Enter' },
    ],
  },
  {
    title: '过程留痕',
    lines: [
      { keys: ['C'], what: '复制用时那一行；P打印，S存留痕文件，D调阅' },
      { keys: ['1', '2'], what: '1主要节点，2全部；Esc返回事件' },
    ],
  },
  {
    title: '普通信息',
    lines: [
      { keys: ['F4'], what: '列表：写一份；编辑：加附件；已报送：照此另写' },
      { keys: ['F8'], what: '列表：零报告，按值班记录成文，看一眼按Enter报送' },
      { keys: ['1', '…', '9'], what: '列表：打开第几份' },
      { keys: ['Ctrl', 'Enter'], what: '报送；像突发事件的要写一句理由' },
      { keys: ['F7'], what: '改按突发事件报送，写好的话带过去' },
      { keys: ['Shift', 'F7'], what: '不写了（按两次）' },
      { keys: ['C'], what: '已报送：复制标题和正文；Esc返回列表' },
    ],
  },
  {
    title: '离线包',
    lines: [
      { keys: ['S'], what: '做好的离线包存为文件；Q显示二维码' },
      { keys: ['←', '→'], what: '二维码：上一幅、下一幅；空格暂停或接着放' },
      { keys: ['1', '…', '9'], what: '二维码：到第几幅（两位数连着按）；Esc关闭' },
    ],
  },
  {
    title: '国家系统录入',
    lines: [{ keys: ['C'], what: '复制这一项并到下一项；Enter同' }],
  },
]
