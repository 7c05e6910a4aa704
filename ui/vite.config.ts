import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue()],
  build: {
    // Chromium 108 and WebKit 16: the oldest engines among the machines that duty rooms have.
    target: ['chrome108', 'safari16'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 800,
  },
  server: {
    // `npm run dev` beside `zhiban serve`.
    proxy: Object.fromEntries(
      ['/call', '/events', '/session'].map((path) => [path, process.env.ZHIBAN_HOST ?? 'http://127.0.0.1:47700']),
    ),
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts'],
    // Against hanging only: axe needs seconds of a processor that others use too.
    testTimeout: 20_000,
  },
})
