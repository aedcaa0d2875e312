package store

import (
	"errors"
	"io"
	"os"
	"syscall"

	"referd/base/fault"
)

// alone takes the lock that keeps a second process off a file.
func alone(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		return nil, fault.E("store.Open", fault.Busy, "Another referd has this database open.", err)
	}
	return f, nil
}

// alike gives the log of a database, and its index, the rights of the database.
func alike(path string) error {
	info, err := os.Stat(path)
	for _, more := range []string{"-wal", "-shm"} {
		if err == nil {
			err = os.Chmod(path+more, info.Mode().Perm())
		}
		if errors.Is(err, os.ErrNotExist) {
			err = nil
		}
	}
	return err
}

// roomy gives the index of a log its room beforehand, enough for a log of
// 256 MB: it would ask for it after the last frame of a commit is written, where
// a full disk leaves that commit in doubt. Without room now it stays as it is.
func roomy(file string) {
	f, err := os.OpenFile(file+"-shm", os.O_WRONLY, 0)
	if err != nil {
		return
	}
	defer f.Close()
	const room = 512 << 10
	if n, err := f.Seek(0, io.SeekEnd); err == nil && n < room {
		f.Write(make([]byte, room-n))
	}
}
