import { computed, ref, type ComputedRef, type Ref } from 'vue'

interface Known {
  id: string
}
export interface Selection<Row extends Known> {
  shown: Ref<Row[]>
  chosen: Ref<ReadonlySet<string>>
  whole: ComputedRef<boolean>
  /** A page came: what was chosen on another is let go, for nobody sees it any more. */
  show: (rows: Row[]) => void
  choose: (ids: string[], picked: boolean) => void
}

/** Rows of the shown page that somebody ticked. */
export function useSelection<Row extends Known>(): Selection<Row> {
  const shown = ref<Row[]>([]) as Ref<Row[]>
  const chosen = ref<ReadonlySet<string>>(new Set())
  const whole = computed(() => shown.value.length > 0 && shown.value.every((one) => chosen.value.has(one.id)))
  function show(rows: Row[]): void {
    shown.value = rows
    const here = new Set(rows.map((row) => row.id))
    chosen.value = new Set([...chosen.value].filter((id) => here.has(id)))
  }
  function choose(ids: string[], picked: boolean): void {
    const next = new Set(chosen.value)
    for (const id of ids) {
      if (picked) next.add(id)
      else next.delete(id)
    }
    chosen.value = next
  }
  return { shown, chosen, whole, show, choose }
}
