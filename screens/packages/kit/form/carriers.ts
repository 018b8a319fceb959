import type { Carrier } from '#client/shapes.ts'
import type { Field } from '#kit/form/field.ts'
import { useWords } from '#words/words.ts'

const CARRIERS: Carrier[] = ['sf', 'zto', 'yto', 'sto', 'yunda', 'jtexpress', 'jd', 'ems', 'post', 'deppon', 'other']
const TRACKING = /^[A-Za-z0-9-]{4,40}$/

/** Who carries a parcel and by which number it is followed, as a form asks for it. */
export function useCarriers(): { carriers: Carrier[]; fields: Field[] } {
  const { t } = useWords()
  const fields: Field[] = [
    { name: 'carrier', label: 'shipping.carrier', kind: 'choice', required: true, options: () => CARRIERS.map((value) => ({ value, label: t(`shipping.carriers.${value}`) })) },
    {
      name: 'tracking',
      label: 'shipping.tracking',
      kind: 'text',
      required: true,
      least: 4,
      maxLength: 40,
      hint: 'shipping.trackingHint',
      check: (value) => (TRACKING.test(String(value).trim()) ? null : 'shipping.trackingHint'),
    },
  ]
  return { carriers: CARRIERS, fields }
}
