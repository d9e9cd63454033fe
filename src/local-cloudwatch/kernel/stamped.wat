;; Cuts text into lines and reads their time stamps as long as these are like one that was read before: the same bytes up
;; to the minutes, the same shape, and behind it what is known to be a zone or none. `npm run kernel` assembles it into
;; stamped-bytes.ts; a test holds the two against each other.
;;
;;   16    bytes that stand before the minutes (i32): at most 48
;;   24    the mark before the fraction of a second (i32); digits of the fraction (i32), 0: neither this mark nor dot nor comma
;;   32    what is known of bytes behind a stamp: how many there are (i32)
;;   36    out: where it ended (i32), 1 where the line there must be read otherwise (i32)
;;   48    in and out of `sum`: UTC ms of the event that is open (f64); in: UTC ms of the hour (f64)
;;   64    at most 8 times: eight bytes, those of them that count as a mask, ms of their zone (i32, padded to 24 bytes)
;;   256   for each byte 1 where a line that begins with it has no stamp
;;   512   out of `sum`: where the open event begins (i32); in: bytes of a part and of a block (i32 each)
;;   768   what stands before the minutes, 48 bytes: `[2026-11-20T14:`; those of them that count as a mask, 48 bytes
;;   1024  out of `run`: for each stamped line where it begins, and ms within the hour (i32 each); of `sum`: for each stretch
;;         its events, the size of all, where the first begins, where the last ends (i32 each), UTC ms of the first, the
;;         least and the most of all (f64 each)
;;   131072 the window; 64 bytes behind it may be read
(module
  (memory (export "memory") 7)

  ;; The stretch that is counted.
  (global $stretch (mut i32) (i32.const 1024))

  (func $digit (param $at i32) (result i32)
    (i32.sub (i32.load8_u (local.get $at)) (i32.const 48)))

  ;; The number that two digits stand for; at least 1,000 where they are none.
  (func $pair (param $at i32) (result i32)
    (local $tens i32) (local $ones i32)
    (local.set $tens (call $digit (local.get $at)))
    (local.set $ones (call $digit (i32.add (local.get $at) (i32.const 1))))
    (if (i32.or
          (i32.gt_u (local.get $tens) (i32.const 9))
          (i32.gt_u (local.get $ones) (i32.const 9)))
      (then (return (i32.const 1000))))
    (i32.add (i32.mul (local.get $tens) (i32.const 10)) (local.get $ones)))

  ;; Whether a zone may begin with this byte: a capital, `+` or `-`.
  (func $opens_zone (param $byte i32) (result i32)
    (i32.or
      (i32.lt_u (i32.sub (local.get $byte) (i32.const 65)) (i32.const 26))
      (i32.or
        (i32.eq (local.get $byte) (i32.const 43))
        (i32.eq (local.get $byte) (i32.const 45)))))

  ;; Ms of the zone at $at, of which eight bytes may be read; 2147483647: not known.
  (func $zone (param $at i32) (result i32)
    (local $byte i32) (local $known i32) (local $last i32) (local $tail i64)
    (local.set $byte (i32.load8_u (local.get $at)))
    (if (i32.eq (local.get $byte) (i32.const 32))
      (then (local.set $byte (i32.load8_u offset=1 (local.get $at)))))
    (if (i32.eqz (call $opens_zone (local.get $byte))) (then (return (i32.const 0))))
    (local.set $tail (i64.load (local.get $at)))
    (local.set $known (i32.const 64))
    (local.set $last
      (i32.add (i32.const 64) (i32.mul (i32.load (i32.const 32)) (i32.const 24))))
    (block $unknown
      (loop $each
        (br_if $unknown (i32.ge_u (local.get $known) (local.get $last)))
        (if (i64.eq
              (i64.and (local.get $tail) (i64.load offset=8 (local.get $known)))
              (i64.load (local.get $known)))
          (then (return (i32.load offset=16 (local.get $known)))))
        (local.set $known (i32.add (local.get $known) (i32.const 24)))
        (br $each)))
    (i32.const 2147483647))

  ;; Ms of the fraction of a second whose mark stands at $at, -1 where it is not as it was.
  (func $fraction (param $at i32) (param $digits i32) (result i32)
    (local $ms i32) (local $unit i32) (local $digit i32)
    (local.set $unit (i32.const 100))
    (if (i32.ne (i32.load8_u (local.get $at)) (i32.load (i32.const 24)))
      (then (return (i32.const -1))))
    (loop $each
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (local.set $digit (call $digit (local.get $at)))
      (if (i32.gt_u (local.get $digit) (i32.const 9)) (then (return (i32.const -1))))
      (local.set $ms
        (i32.add (local.get $ms) (i32.mul (local.get $digit) (local.get $unit))))
      (local.set $unit (i32.div_u (local.get $unit) (i32.const 10)))
      (local.set $digits (i32.sub (local.get $digits) (i32.const 1)))
      (br_if $each (local.get $digits)))
    (if (i32.le_u (call $digit (i32.add (local.get $at) (i32.const 1))) (i32.const 9))
      (then (return (i32.const -1))))
    (local.get $ms))

  ;; Whether the 16 bytes at $at differ from those at $known where the mask behind these counts.
  (func $differs (param $at i32) (param $known i32) (result i32)
    (v128.any_true
      (v128.and
        (v128.xor (v128.load (local.get $at)) (v128.load (local.get $known)))
        (v128.load offset=48 (local.get $known)))))

  ;; Whether a line that begins at $at has before its minutes, of which $size bytes stand there, what is known.
  (func $begins_alike (param $at i32) (param $size i32) (result i32)
    (if (call $differs (local.get $at) (i32.const 768)) (then (return (i32.const 0))))
    (if (i32.le_u (local.get $size) (i32.const 16)) (then (return (i32.const 1))))
    (i32.eqz
      (i32.or
        (call $differs (i32.add (local.get $at) (i32.const 16)) (i32.const 784))
        (call $differs (i32.add (local.get $at) (i32.const 32)) (i32.const 800)))))

  ;; Ms within the hour of the stamp of a line [$at, $end); 2147483647: it must be read otherwise.
  (func $stamp (param $at i32) (param $end i32) (result i32)
    (local $digits i32) (local $behind i32) (local $minutes i32) (local $seconds i32)
    (local $fraction i32) (local $zone i32) (local $byte i32) (local $clock i32)
    (local.set $digits (i32.load (i32.const 28)))
    (local.set $clock (i32.add (local.get $at) (i32.load (i32.const 16))))
    (local.set $behind (i32.add (local.get $clock) (i32.const 5)))
    (if (local.get $digits)
      (then
        (local.set $behind
          (i32.add (local.get $behind) (i32.add (local.get $digits) (i32.const 1))))))
    (block $otherwise
      (br_if $otherwise
        (i32.gt_u (i32.add (local.get $behind) (i32.const 8)) (local.get $end)))
      (br_if $otherwise
        (i32.eqz (call $begins_alike (local.get $at) (i32.load (i32.const 16)))))
      (br_if $otherwise
        (i32.ne (i32.load8_u offset=2 (local.get $clock)) (i32.const 58)))
      (local.set $minutes (call $pair (local.get $clock)))
      (local.set $seconds (call $pair (i32.add (local.get $clock) (i32.const 3))))
      (br_if $otherwise (i32.gt_u (local.get $minutes) (i32.const 59)))
      (br_if $otherwise (i32.gt_u (local.get $seconds) (i32.const 59)))
      (if (local.get $digits)
        (then
          (local.set $fraction
            (call $fraction (i32.add (local.get $clock) (i32.const 5)) (local.get $digits)))
          (br_if $otherwise (i32.lt_s (local.get $fraction) (i32.const 0))))
        (else
          (local.set $byte (i32.load8_u offset=5 (local.get $clock)))
          (br_if $otherwise (i32.eq (local.get $byte) (i32.const 44)))
          (br_if $otherwise (i32.eq (local.get $byte) (i32.const 46)))
          (br_if $otherwise (i32.eq (local.get $byte) (i32.load (i32.const 24))))))
      (local.set $zone (call $zone (local.get $behind)))
      (br_if $otherwise (i32.eq (local.get $zone) (i32.const 2147483647)))
      (return
        (i32.sub
          (i32.add
            (i32.add
              (i32.mul (local.get $minutes) (i32.const 60000))
              (i32.mul (local.get $seconds) (i32.const 1000)))
            (local.get $fraction))
          (local.get $zone))))
    (i32.const 2147483647))

  ;; The first line break at or after $at; $to where there is none before it.
  (func $line_end (param $at i32) (param $to i32) (result i32)
    (local $mask i32) (local $feeds v128)
    (local.set $feeds (v128.const i8x16 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10))
    (loop $search
      (if (i32.ge_u (local.get $at) (local.get $to)) (then (return (local.get $to))))
      (local.set $mask
        (i8x16.bitmask (i8x16.eq (v128.load (local.get $at)) (local.get $feeds))))
      (if (i32.eqz (local.get $mask))
        (then
          (local.set $at (i32.add (local.get $at) (i32.const 16)))
          (br $search))))
    (local.set $at (i32.add (local.get $at) (i32.ctz (local.get $mask))))
    (select
      (local.get $at)
      (local.get $to)
      (i32.lt_u (local.get $at) (local.get $to))))

  ;; Ms within the hour of the line [$at, $end); 2147483646: it has no stamp, 2147483647: it must be read otherwise.
  (func $line (param $at i32) (param $end i32) (result i32)
    (if (i32.load8_u offset=256 (i32.load8_u (local.get $at)))
      (then (return (i32.const 2147483646))))
    (call $stamp (local.get $at) (local.get $end)))

  ;; Goes over the lines from $at, of an event that began at $open and may reach so far from there; gives the number of
  ;; stamped lines. It ends before a line that does not end before $to, or that must be read otherwise.
  (func (export "run") (param $at i32) (param $to i32) (param $open i32) (param $reach i32)
    (result i32)
    (local $end i32) (local $found i32) (local $ms i32) (local $why i32)
    (block $done
      (loop $each_line
        (local.set $end (call $line_end (local.get $at) (local.get $to)))
        (br_if $done (i32.eq (local.get $end) (local.get $to)))
        (local.set $ms (call $line (local.get $at) (local.get $end)))
        (if (i32.eq (local.get $ms) (i32.const 2147483646))
          (then
            (local.set $why
              (i32.gt_s (i32.sub (local.get $end) (local.get $open)) (local.get $reach)))
            (br_if $done (local.get $why)))
          (else
            (local.set $why (i32.eq (local.get $ms) (i32.const 2147483647)))
            (br_if $done (local.get $why))
            (i32.store offset=1024
              (i32.shl (local.get $found) (i32.const 3))
              (local.get $at))
            (i32.store offset=1028
              (i32.shl (local.get $found) (i32.const 3))
              (local.get $ms))
            (local.set $found (i32.add (local.get $found) (i32.const 1)))
            (local.set $open (local.get $at))))
        (local.set $at (i32.add (local.get $end) (i32.const 1)))
        (br $each_line)))
    (i32.store (i32.const 36) (local.get $at))
    (i32.store (i32.const 40) (local.get $why))
    (local.get $found))

  ;; Where an event [$open, $at) ends without its line breaks; -1: before what the window holds.
  (func $event_end (param $open i32) (param $at i32) (result i32)
    (local $byte i32)
    (loop $each
      (if (i32.le_s (local.get $at) (local.get $open)) (then (return (local.get $at))))
      (if (i32.le_s (local.get $at) (i32.const 131072)) (then (return (i32.const -1))))
      (local.set $byte (i32.load8_u (i32.sub (local.get $at) (i32.const 1))))
      (if (i32.or
            (i32.eq (local.get $byte) (i32.const 10))
            (i32.eq (local.get $byte) (i32.const 13)))
        (then
          (local.set $at (i32.sub (local.get $at) (i32.const 1)))
          (br $each))))
    (local.get $at))

  ;; Counts an event [$open, $end) of this time.
  (func $count (param $open i32) (param $end i32) (param $ms f64)
    (local $to i32)
    (local.set $to (global.get $stretch))
    (if (i32.eqz (i32.load (local.get $to)))
      (then
        (i32.store offset=4 (local.get $to) (i32.const 0))
        (i32.store offset=8 (local.get $to) (local.get $open))
        (f64.store offset=16 (local.get $to) (local.get $ms))
        (f64.store offset=24 (local.get $to) (local.get $ms))
        (f64.store offset=32 (local.get $to) (local.get $ms))))
    (i32.store (local.get $to) (i32.add (i32.load (local.get $to)) (i32.const 1)))
    (i32.store offset=4 (local.get $to)
      (i32.add
        (i32.load offset=4 (local.get $to))
        (i32.sub (local.get $end) (local.get $open))))
    (i32.store offset=12 (local.get $to) (local.get $end))
    (f64.store offset=24 (local.get $to)
      (f64.min (f64.load offset=24 (local.get $to)) (local.get $ms)))
    (f64.store offset=32 (local.get $to)
      (f64.max (f64.load offset=32 (local.get $to)) (local.get $ms))))

  ;; What is counted next belongs to another stretch.
  (func $next_stretch
    (if (i32.load (global.get $stretch))
      (then
        (global.set $stretch (i32.add (global.get $stretch) (i32.const 40)))
        (i32.store (global.get $stretch) (i32.const 0)))))

  ;; As `run`, but counts the events that end before $at, of which the one that is open began at $open; gives the number of
  ;; stretches. An event that begins at $part or behind it, and one at $block or behind it, begins another stretch.
  (func (export "sum")
    (param $at i32) (param $to i32) (param $open i32) (param $reach i32)
    (param $part i32) (param $block i32) (result i32)
    (local $end i32) (local $event_end i32) (local $ms i32) (local $why i32) (local $open_ms f64)
    (local.set $open_ms (f64.load (i32.const 48)))
    (global.set $stretch (i32.const 1024))
    (i32.store (i32.const 1024) (i32.const 0))
    (block $done
      (loop $each_line
        (local.set $end (call $line_end (local.get $at) (local.get $to)))
        (br_if $done (i32.eq (local.get $end) (local.get $to)))
        (local.set $ms (call $line (local.get $at) (local.get $end)))
        (if (i32.eq (local.get $ms) (i32.const 2147483646))
          (then
            (local.set $why
              (i32.gt_s (i32.sub (local.get $end) (local.get $open)) (local.get $reach)))
            (br_if $done (local.get $why)))
          (else
            (local.set $event_end (call $event_end (local.get $open) (local.get $at)))
            (local.set $why
              (i32.or
                (i32.or
                  (i32.eq (local.get $ms) (i32.const 2147483647))
                  (i32.eq (local.get $event_end) (i32.const -1)))
                (i32.gt_s
                  (i32.sub (local.get $event_end) (local.get $open))
                  (local.get $reach))))
            (br_if $done (local.get $why))
            (if (i32.gt_s (local.get $event_end) (local.get $open))
              (then
                (if (i32.ge_s (local.get $open) (local.get $block))
                  (then
                    (local.set $part (local.get $open))
                    (local.set $block
                      (i32.add (local.get $open) (i32.load (i32.const 520))))))
                (if (i32.ge_s (local.get $open) (local.get $part))
                  (then
                    (call $next_stretch)
                    (local.set $part
                      (i32.add (local.get $open) (i32.load (i32.const 516))))))
                (call $count
                  (local.get $open)
                  (local.get $event_end)
                  (local.get $open_ms))))
            (local.set $open (local.get $at))
            (local.set $open_ms
              (f64.add
                (f64.load (i32.const 56))
                (f64.convert_i32_s (local.get $ms))))))
        (local.set $at (i32.add (local.get $end) (i32.const 1)))
        (br $each_line)))
    (i32.store (i32.const 36) (local.get $at))
    (i32.store (i32.const 40) (local.get $why))
    (i32.store (i32.const 512) (local.get $open))
    (f64.store (i32.const 48) (local.get $open_ms))
    (i32.add
      (i32.div_u (i32.sub (global.get $stretch) (i32.const 1024)) (i32.const 40))
      (i32.ne (i32.load (global.get $stretch)) (i32.const 0)))))
