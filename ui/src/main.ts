import './time/steady'

import { VueQueryPlugin } from '@tanstack/vue-query'
import { createApp } from 'vue'
import { createRouter, createWebHashHistory } from 'vue-router'

import App from './App.vue'
import { connect, newQueryClient, provideBackend } from './backend'
import { routes } from './routes'
import { followTheme } from './theme/choice'
import './theme/tokens.css'
import './theme/shapes.css'

async function start(): Promise<void> {
  followTheme()
  const backend = await connect()
  const queryClient = newQueryClient()
  const app = createApp(App)
  app.use(VueQueryPlugin, { queryClient })
  app.use(createRouter({ history: createWebHashHistory(), routes }))
  provideBackend(app, backend, queryClient)
  app.mount('#app')
}

void start()
