import vue from 'eslint-plugin-vue'
import { defineConfig } from 'eslint/config'
import ts from 'typescript-eslint'

const noTauri = { group: ['@tauri-apps/*'], message: 'Only src/backend may reach the host.' }
/** In a room: `../` leads into another one, `../../` out of the rooms. */
const noOtherRoom = { regex: '^\\.\\./(?!\\.\\./)', message: 'Rooms do not know one another: what two of them use lies in src/parts.' }
const noRoom = { regex: '/rooms/', message: 'Only App.vue and routes.ts know the rooms.' }
const restricted = (files, ...patterns) => ({ files, rules: { 'no-restricted-imports': ['error', { patterns: [noTauri, ...patterns] }] } })

/** Text from outside is shown as text, never as markup. */
const noMarkup = ['innerHTML', 'outerHTML', 'insertAdjacentHTML'].map((name) => ({
  selector: `MemberExpression[property.name='${name}']`,
  message: `${name} turns text into markup.`,
}))

export default defineConfig(
  { ignores: ['dist', 'node_modules', 'src/backend/bindings.ts'] },
  ts.configs.strict,
  vue.configs['flat/recommended'],
  {
    files: ['**/*.{ts,vue}'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: {
      'no-restricted-syntax': ['error', ...noMarkup],
      'no-eval': 'error',
      'vue/no-v-html': 'error',
      'vue/no-mutating-props': ['error', { shallowOnly: true }],
      'vue/html-self-closing': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/html-indent': 'off',
      'vue/attributes-order': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/multi-word-component-names': 'off',
      'max-lines': ['error', { max: 400 }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  restricted(['**/*.{ts,vue}']),
  restricted(['src/rooms/**'], noOtherRoom),
  restricted(['src/{keys,parts,theme,time}/**'], noRoom),
  { files: ['src/backend/**'], rules: { 'no-restricted-imports': ['error', { patterns: [noRoom] }] } },
)
