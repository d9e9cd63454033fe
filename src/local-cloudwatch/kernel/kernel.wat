;; What is done to each byte of a log file: seek runs of bytes, line breaks and events of subscription records, sixteen bytes
;; at a time. `npm run kernel` assembles it into kernel-bytes.ts; a test holds the two against each other.
;;
;; A run is a few places one after the other, at each of which one of a set of bytes may stand; a literal is a run of its
;; letters in both cases. Runs are sought by their fingerprints: two or three places of each, where it is rarest. They fall
;; into eight buckets, one bit each. A table for the low and one for the high nibble tell of each byte in which buckets it
;; may stand at each place of a fingerprint. Where all of them agree a bit tells whether there is a fingerprint with the
;; hash of what stands there, and then the runs with such a fingerprint are compared: the bits of their first eight places
;; at once that are alike in all bytes which may stand there, then byte by byte.
;;
;;   0    tables: low and high nibble of the first, second and third byte of the fingerprints, 16 bytes each
;;   256  entries of 32 bytes: where the run stands (u32), its length (u16), the place of its fingerprint in it (u16), which
;;        bits of its first eight bytes are always alike (u64) and what they are (u64), how many of its places these tell
;;        for sure (u32)
;;   ...  the runs: the number of a set for each place; 128 more where the place may be left out, 127 where the end of what
;;        is searched will do as well
;;   16384 the sets, at most 128: a bit for each byte that belongs to it
;;   20480 a bit for each hash of a fingerprint
;;   28672 for the lowest byte of a hash where the list of its entries begins (u16)
;;   29184 lists of entries (u16), a 0 behind each
;;   45056 the window that is searched; 64 bytes behind it may be read
(module
  (memory (export "memory") 1)

  ;; Whether a run whose fingerprint has this hash has it at $place and ends by $to.
  (func $verify (param $place i32) (param $to i32) (param $hash i32) (result i32)
    (local $list i32) (local $entry i32)
    (local $run i32) (local $length i32) (local $start i32) (local $i i32) (local $byte i32)
    (local $set i32) (local $stands i32)
    (local.set $list
      (i32.load16_u offset=28672
        (i32.shl (i32.and (local.get $hash) (i32.const 255)) (i32.const 1))))
    (block $no_more
      (loop $each_entry
        (local.set $entry (i32.load16_u (local.get $list)))
        (br_if $no_more (i32.eqz (local.get $entry)))
        (local.set $list (i32.add (local.get $list) (i32.const 2)))
        (local.set $run (i32.load (local.get $entry)))
        (local.set $length (i32.load16_u offset=4 (local.get $entry)))
        (local.set $start
          (i32.sub (local.get $place) (i32.load16_u offset=6 (local.get $entry))))
        (br_if $each_entry
          (i64.ne
            (i64.and (i64.load (local.get $start)) (i64.load offset=8 (local.get $entry)))
            (i64.load offset=16 (local.get $entry))))
        (br_if $each_entry (i32.lt_u (local.get $start) (i32.const 45056)))
        (local.set $i (i32.load offset=24 (local.get $entry)))
        (local.set $start (i32.add (local.get $start) (local.get $i)))
        (br_if $each_entry (i32.gt_u (local.get $start) (local.get $to)))
        (loop $each_place
          (if (i32.ge_u (local.get $i) (local.get $length)) (then (return (i32.const 1))))
          (local.set $set (i32.load8_u (i32.add (local.get $run) (local.get $i))))
          (if (i32.lt_u (local.get $start) (local.get $to))
            (then
              (local.set $byte (i32.load8_u (local.get $start)))
              (local.set $stands
                (i32.and
                  (i32.shr_u
                    (i32.load8_u offset=16384
                      (i32.add
                        (i32.shl (i32.and (local.get $set) (i32.const 127)) (i32.const 5))
                        (i32.shr_u (local.get $byte) (i32.const 3))))
                    (i32.and (local.get $byte) (i32.const 7)))
                  (i32.const 1)))
              (local.set $start (i32.add (local.get $start) (local.get $stands))))
            (else (local.set $stands (i32.eq (local.get $set) (i32.const 127)))))
          (local.set $i (i32.add (local.get $i) (i32.const 1)))
          (br_if $each_place
            (i32.or (local.get $stands) (i32.and (local.get $set) (i32.const 128)))))
        (br $each_entry)))
    (i32.const 0))

  ;; The first place at or after $at, and before $to, that is the fingerprint of a run which ends by $to; -1: none.
  (func (export "next") (param $at i32) (param $to i32) (result i32)
    (local $low0 v128) (local $high0 v128) (local $low1 v128) (local $high1 v128)
    (local $low2 v128) (local $high2 v128) (local $nibble v128)
    (local $first v128) (local $second v128) (local $third v128)
    (local $here v128) (local $there v128)
    (local $mask i32) (local $place i32) (local $hash i32)
    (local.set $low0 (v128.load (i32.const 0)))
    (local.set $high0 (v128.load (i32.const 16)))
    (local.set $low1 (v128.load (i32.const 32)))
    (local.set $high1 (v128.load (i32.const 48)))
    (local.set $low2 (v128.load (i32.const 64)))
    (local.set $high2 (v128.load (i32.const 80)))
    (local.set $nibble (v128.const i8x16 15 15 15 15 15 15 15 15 15 15 15 15 15 15 15 15))
    (block $end
      (loop $search
        (loop $quick
          (br_if $end (i32.ge_u (local.get $at) (local.get $to)))
          (local.set $first (v128.load (local.get $at)))
          (local.set $second (v128.load offset=1 (local.get $at)))
          (local.set $third (v128.load offset=2 (local.get $at)))
          (local.set $here
            (v128.and
              (v128.and
                (v128.and
                  (i8x16.swizzle (local.get $low0) (v128.and (local.get $first) (local.get $nibble)))
                  (i8x16.swizzle (local.get $high0) (i8x16.shr_u (local.get $first) (i32.const 4))))
                (v128.and
                  (i8x16.swizzle (local.get $low1) (v128.and (local.get $second) (local.get $nibble)))
                  (i8x16.swizzle (local.get $high1) (i8x16.shr_u (local.get $second) (i32.const 4)))))
              (v128.and
                (i8x16.swizzle (local.get $low2) (v128.and (local.get $third) (local.get $nibble)))
                (i8x16.swizzle (local.get $high2) (i8x16.shr_u (local.get $third) (i32.const 4))))))
          (local.set $first (v128.load offset=16 (local.get $at)))
          (local.set $second (v128.load offset=17 (local.get $at)))
          (local.set $third (v128.load offset=18 (local.get $at)))
          (local.set $there
            (v128.and
              (v128.and
                (v128.and
                  (i8x16.swizzle (local.get $low0) (v128.and (local.get $first) (local.get $nibble)))
                  (i8x16.swizzle (local.get $high0) (i8x16.shr_u (local.get $first) (i32.const 4))))
                (v128.and
                  (i8x16.swizzle (local.get $low1) (v128.and (local.get $second) (local.get $nibble)))
                  (i8x16.swizzle (local.get $high1) (i8x16.shr_u (local.get $second) (i32.const 4)))))
              (v128.and
                (i8x16.swizzle (local.get $low2) (v128.and (local.get $third) (local.get $nibble)))
                (i8x16.swizzle (local.get $high2) (i8x16.shr_u (local.get $third) (i32.const 4))))))
          (if (i32.eqz (v128.any_true (v128.or (local.get $here) (local.get $there))))
            (then
              (local.set $at (i32.add (local.get $at) (i32.const 32)))
              (br $quick))))
        (local.set $mask
          (i32.xor
            (i32.or
              (i8x16.bitmask (i8x16.eq (local.get $here) (v128.const i64x2 0 0)))
              (i32.shl
                (i8x16.bitmask (i8x16.eq (local.get $there) (v128.const i64x2 0 0)))
                (i32.const 16)))
            (i32.const -1)))
        (loop $each_lane
          (local.set $place (i32.add (local.get $at) (i32.ctz (local.get $mask))))
          (br_if $end (i32.ge_u (local.get $place) (local.get $to)))
          ;; A hash, of 16 bits, of the three bytes there; in these, bytes that differ in bit 5 are alike.
          (local.set $hash
            (i32.shr_u
              (i32.mul
                (i32.or
                  (i32.and (i32.load (local.get $place)) (i32.const 0xffffff))
                  (i32.const 0x202020))
                (i32.const 0x9e3779b1))
              (i32.const 16)))
          (if (i32.and
                (i32.shr_u
                  (i32.load8_u offset=20480 (i32.shr_u (local.get $hash) (i32.const 3)))
                  (i32.and (local.get $hash) (i32.const 7)))
                (i32.const 1))
            (then
              (if (call $verify (local.get $place) (local.get $to) (local.get $hash))
                (then (return (local.get $place))))))
          (local.set $mask
            (i32.and (local.get $mask) (i32.sub (local.get $mask) (i32.const 1))))
          (br_if $each_lane (local.get $mask)))
        (local.set $at (i32.add (local.get $at) (i32.const 32)))
        (br $search)))
    (i32.const -1))

  ;; The first line break at or after $at, and before $to; $to: none.
  (func (export "lineEnd") (param $at i32) (param $to i32) (result i32)
    (local $mask i32)
    (block $end
      (loop $search
        (br_if $end (i32.ge_u (local.get $at) (local.get $to)))
        (local.set $mask
          (i8x16.bitmask
            (i8x16.eq (v128.load (local.get $at)) (i8x16.splat (i32.const 10)))))
        (if (local.get $mask)
          (then
            (local.set $at (i32.add (local.get $at) (i32.ctz (local.get $mask))))
            (br_if $end (i32.ge_u (local.get $at) (local.get $to)))
            (return (local.get $at))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $search)))
    (local.get $to))

  ;; What follows the last line break before $at, and not before $from; $from: there is none.
  (func (export "lineStart") (param $from i32) (param $at i32) (result i32)
    (local $mask i32)
    (block $end
      (loop $search
        (br_if $end (i32.le_u (local.get $at) (local.get $from)))
        (local.set $at (i32.sub (local.get $at) (i32.const 16)))
        (local.set $mask
          (i8x16.bitmask
            (i8x16.eq (v128.load (local.get $at)) (i8x16.splat (i32.const 10)))))
        (br_if $search (i32.eqz (local.get $mask)))
        (local.set $at
          (i32.add (local.get $at) (i32.sub (i32.const 32) (i32.clz (local.get $mask)))))
        (br_if $end (i32.le_u (local.get $at) (local.get $from)))
        (return (local.get $at))))
    (local.get $from))

  ;; Which of the sixteen places from $at on begin with {"id, the beginning of an event in a subscription record.
  (func $events (param $at i32) (result i32)
    (i8x16.bitmask
      (v128.and
        (v128.and
          (i8x16.eq (v128.load (local.get $at)) (i8x16.splat (i32.const 123)))
          (i8x16.eq (v128.load offset=1 (local.get $at)) (i8x16.splat (i32.const 34))))
        (v128.and
          (i8x16.eq (v128.load offset=2 (local.get $at)) (i8x16.splat (i32.const 105)))
          (i8x16.eq (v128.load offset=3 (local.get $at)) (i8x16.splat (i32.const 100)))))))

  ;; The last beginning of an event before $at, and not before $from; -1: none.
  (func (export "eventBefore") (param $from i32) (param $at i32) (result i32)
    (local $mask i32)
    (loop $search
      (if (i32.le_u (local.get $at) (local.get $from)) (then (return (i32.const -1))))
      (local.set $at (i32.sub (local.get $at) (i32.const 16)))
      (local.set $mask (call $events (local.get $at)))
      (br_if $search (i32.eqz (local.get $mask))))
    (local.set $at
      (i32.add (local.get $at) (i32.sub (i32.const 31) (i32.clz (local.get $mask)))))
    (select (local.get $at) (i32.const -1) (i32.ge_u (local.get $at) (local.get $from))))

  ;; How many events begin at or after $at and before $to.
  (func (export "countEvents") (param $at i32) (param $to i32) (result i32)
    (local $count i32) (local $mask i32)
    (block $end
      (loop $search
        (br_if $end (i32.ge_u (local.get $at) (local.get $to)))
        (local.set $mask (call $events (local.get $at)))
        (if (i32.gt_u (i32.add (local.get $at) (i32.const 16)) (local.get $to))
          (then
            (local.set $mask
              (i32.and (local.get $mask)
                (i32.sub
                  (i32.shl (i32.const 1) (i32.sub (local.get $to) (local.get $at)))
                  (i32.const 1))))))
        (local.set $count (i32.add (local.get $count) (i32.popcnt (local.get $mask))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $search)))
    (local.get $count))

  ;; The first quote at or after $at, and before $to; $to: none.
  (func $quote (param $at i32) (param $to i32) (result i32)
    (block $end
      (loop $search
        (br_if $end (i32.ge_u (local.get $at) (local.get $to)))
        (br_if $end (i32.eq (i32.load8_u (local.get $at)) (i32.const 34)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $search)))
    (local.get $at))

  ;; Behind the JSON string whose opening quote is the first one at or after $at; at least $to: it does not end before.
  (func $behind_string (param $at i32) (param $to i32) (result i32)
    (local $bytes v128) (local $mask i32)
    (local.set $at (i32.add (call $quote (local.get $at) (local.get $to)) (i32.const 1)))
    (block $end
      (loop $search
        (br_if $end (i32.ge_u (local.get $at) (local.get $to)))
        (local.set $bytes (v128.load (local.get $at)))
        (local.set $mask
          (i8x16.bitmask
            (v128.or
              (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 34)))
              (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 92))))))
        (if (i32.eqz (local.get $mask))
          (then
            (local.set $at (i32.add (local.get $at) (i32.const 16)))
            (br $search)))
        (local.set $at (i32.add (local.get $at) (i32.ctz (local.get $mask))))
        (if (i32.eq (i32.load8_u (local.get $at)) (i32.const 34))
          (then (return (i32.add (local.get $at) (i32.const 1)))))
        (local.set $at (i32.add (local.get $at) (i32.const 2)))
        (br $search)))
    (local.get $to))

  ;; Whether a name from $at to $end, with its quotes, is "message", "@message" or "msg".
  (func $is_message (param $at i32) (param $end i32) (result i32)
    (local $length i32)
    (local.set $length (i32.sub (local.get $end) (local.get $at)))
    (if (i32.eq (local.get $length) (i32.const 9))
      (then (return (i64.eq (i64.load (local.get $at)) (i64.const 0x6567617373656d22)))))
    (if (i32.eq (local.get $length) (i32.const 10))
      (then
        (return
          (i32.and
            (i32.eq (i32.load8_u offset=1 (local.get $at)) (i32.const 64))
            (i64.eq (i64.load offset=2 (local.get $at)) (i64.const 0x226567617373656d))))))
    (i32.and
      (i32.eq (local.get $length) (i32.const 5))
      (i32.eq (i32.load (local.get $at)) (i32.const 0x67736d22))))

  ;; Behind the opening quote of the message of the line that begins at $at, a JSON object of texts and numbers; at least
  ;; $to: it has none before.
  (func (export "messageStart") (param $at i32) (param $to i32) (result i32)
    (local $name i32) (local $byte i32)
    (loop $each
      (local.set $name (call $quote (local.get $at) (local.get $to)))
      (local.set $at (call $behind_string (local.get $name) (local.get $to)))
      (if (i32.ge_u (local.get $at) (local.get $to)) (then (return (local.get $at))))
      (if (call $is_message (local.get $name) (local.get $at))
        (then
          (return (i32.add (call $quote (local.get $at) (local.get $to)) (i32.const 1)))))
      ;; To the comma behind the value, which is a text or holds no comma.
      (loop $value
        (local.set $byte (i32.load8_u (local.get $at)))
        (if (i32.eq (local.get $byte) (i32.const 34))
          (then (local.set $at (call $behind_string (local.get $at) (local.get $to))))
          (else (local.set $at (i32.add (local.get $at) (i32.const 1)))))
        (if (i32.ge_u (local.get $at) (local.get $to)) (then (return (local.get $at))))
        (br_if $value (i32.ne (local.get $byte) (i32.const 44))))
      (br $each))
    (unreachable))
)
