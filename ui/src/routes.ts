import type { RouteRecordRaw } from 'vue-router'

import DeskRoom from './rooms/desk/DeskRoom.vue'
import IncidentRoom from './rooms/incident/IncidentRoom.vue'
import IncidentsRoom from './rooms/incidents/IncidentsRoom.vue'
import LevelsRoom from './rooms/levels/LevelsRoom.vue'
import RelayRoom from './rooms/relay/RelayRoom.vue'

/** What the phone needs is loaded at once; 过程留痕, settings, register and 普通信息 come later. */
export const routes: RouteRecordRaw[] = [
  { path: '/', component: DeskRoom },
  { path: '/incidents', component: IncidentsRoom },
  { path: '/incidents/levels', component: () => import('./rooms/incidents/ThreeLevelsRoom.vue') },
  { path: '/levels/:id', component: LevelsRoom, props: true },
  { path: '/incident/:id', component: IncidentRoom, props: true },
  { path: '/incident/:id/relay', component: RelayRoom, props: true },
  { path: '/incident/:id/timeline', component: () => import('./rooms/timeline/TimelineRoom.vue'), props: true },
  { path: '/peer/:id', component: () => import('./rooms/peer/PeerRoom.vue'), props: true },
  { path: '/information', component: () => import('./rooms/information/InformationList.vue') },
  { path: '/information/:id', component: () => import('./rooms/information/InformationRoom.vue'), props: true },
  { path: '/register', component: () => import('./rooms/register/RegisterRoom.vue') },
  { path: '/packet', component: () => import('./rooms/packet/PacketRoom.vue') },
  { path: '/settings', component: () => import('./rooms/settings/SettingsRoom.vue') },
  { path: '/:rest(.*)*', redirect: '/' },
]
