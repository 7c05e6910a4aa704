import { nextTick, onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

import '../theme/print.css'

/** A sheet is on the page only while it is printed, and then alone: black on white, A4. */
export function usePrinting(): { printing: Ref<boolean>; print: () => Promise<void> } {
  const printing = ref(false)
  async function print(): Promise<void> {
    printing.value = true
    document.body.classList.add('printing')
    await nextTick()
    window.print()
  }
  function printed(): void {
    printing.value = false
    document.body.classList.remove('printing')
  }
  onMounted(() => window.addEventListener('afterprint', printed))
  onBeforeUnmount(() => {
    window.removeEventListener('afterprint', printed)
    printed()
  })
  return { printing, print }
}
